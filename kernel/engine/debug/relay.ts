// A thread of the process that runs the cells: hands the inspector's messages on, both ways, while the main thread runs
// or stands still. All that is thought about them happens in the server's process. A line is one message.
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";
import type { FromRelay, ToRelay } from "./inspector.ts";

const socket = new Socket({ fd: Number(workerData), readable: true, writable: true });
socket.setEncoding("utf8");
socket.on("error", () => undefined); // the server is gone: the watcher ends the process
let session: Session | undefined;

function send(message: FromRelay): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

let rest = "";
socket.on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) obey(JSON.parse(line) as ToRelay);
});

function obey({ id, method, params }: ToRelay): void {
  if (method === "detach") {
    // a cell that stands still goes on
    session?.disconnect();
    session = undefined;
    return send({ id, result: {} });
  }
  session ??= connect();
  session.post(method, params, (error, result) =>
    send(error === null ? { id, result: result ?? {} } : { id, error: String(error.message) }),
  );
}

/** Events that anybody acts upon; V8 says more, `scriptParsed` of Node's own files above all. */
const wanted: ReadonlySet<string> = new Set(["Debugger.paused", "Debugger.scriptParsed"]);

function connect(): Session {
  const connected = new Session();
  connected.connectToMainThread();
  connected.on("inspectorNotification", (event: { method: string; params: object }) => {
    const { method, params } = event;
    if (!wanted.has(method)) return;
    if (method === "Debugger.scriptParsed" && !isFile(params)) return;
    send({ method, params });
  });
  return connected;
}

function isFile(params: object): boolean {
  return "url" in params && typeof params.url === "string" && params.url.startsWith("file:");
}
