// A thread of the process that runs the cells, where the inspector's port cannot be used: hands the inspector's messages
// on, both ways, while the main thread runs or stands still, and ends the process when the one that started it is gone.
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";
import { endGroup } from "../process/end-group.ts";
import type { Relayed } from "./relay-wires.ts";

const socket = new Socket({ fd: Number(workerData), readable: true, writable: true });
socket.setEncoding("utf8");
for (const end of ["end", "close", "error"]) socket.on(end, endGroup);

interface Message {
  readonly id: number;
  readonly method: string;
  readonly params?: object;
}

/** One inspector session for each wire, and how many of its messages have no answer yet. */
const sessions = new Map<number, { readonly session: Session; waiting: number; isOver: boolean }>();

function send(message: Relayed): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

let rest = "";
socket.on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) obey(JSON.parse(line) as Relayed);
});

function obey({ wire, message }: Relayed): void {
  const entry = sessions.get(wire) ?? connect(wire);
  if (message === undefined) {
    entry.isOver = true;
    send({ wire });
    return leave(wire);
  }
  const { id, method, params } = JSON.parse(message) as Message;
  entry.waiting += 1;
  entry.session.post(method, params, (error, result) => {
    entry.waiting -= 1;
    const answer =
      error === null ? { result: result ?? {} } : { error: { message: error.message } };
    if (!entry.isOver) send({ wire, message: JSON.stringify({ id, ...answer }) });
    leave(wire);
  });
}

/** A session left open would hold up the end of the process; one left too early loses what it was told. */
function leave(wire: number): void {
  const entry = sessions.get(wire);
  if (entry?.isOver !== true || entry.waiting > 0) return;
  entry.session.disconnect();
  sessions.delete(wire);
}

function connect(wire: number): { session: Session; waiting: number; isOver: boolean } {
  const session = new Session();
  session.connectToMainThread();
  session.on("inspectorNotification", (event: { method: string; params: object }) => {
    const { method, params } = event;
    send({ wire, message: JSON.stringify({ method, params }) });
  });
  const entry = { session, waiting: 0, isOver: false };
  sessions.set(wire, entry);
  return entry;
}
