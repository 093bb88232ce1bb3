// A thread of the child that listens while the main thread is in a loop: interrupts, answers to prompt(), and the end
// of the process that started it, after which nothing may live on.
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { Worker, workerData } from "node:worker_threads";
import { engineProgram } from "../installation.ts";
import { endGroup } from "./end-group.ts";
import { descriptors, interruptStep, type Control } from "./messages.ts";

/** What the main thread gives to this one. */
export interface WatcherData {
  readonly control: number;
  /** [0]: 1 when an answer lies ready, 2 when there is none; [1]: its length in bytes; its bytes from byte 8 on. */
  readonly answer: SharedArrayBuffer;
  /** [0]: how far an interrupt has come, see `interruptStep`. */
  readonly interrupt: SharedArrayBuffer;
}

const { control, answer, interrupt: interruptBuffer } = workerData as WatcherData;
const state = new Int32Array(answer, 0, 2);
const text = new Uint8Array(answer, 8);
const step = new Int32Array(interruptBuffer);

const socket = new Socket({ fd: control, readable: true, writable: false });
socket.setEncoding("utf8");
let rest = "";
socket.on("data", (chunk: string) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) obey(JSON.parse(line) as Control);
});
socket.on("end", endGroup);
socket.on("close", endGroup);
socket.on("error", endGroup);

function obey(message: Control): void {
  if (message.type === "interrupt") interrupt();
  else if (message.type === "flush") flush();
  else if (message.type === "debug") startRelay();
  else deliver(message.line);
}

let relay: Worker | undefined;

/** A thread of its own: what a debugger reads must not delay an interrupt, nor end this thread when it is too much. */
function startRelay(): void {
  relay ??= new Worker(engineProgram("relay"), {
    workerData: descriptors.debug,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 },
  });
  relay.on("error", (error) => process.stderr.write(`the debugger ended: ${String(error)}\n`));
}

/**
 * Has the main thread run its interrupt function on top of whatever it is doing, and does what that asks for.
 *
 * Where code is to be ended, the main thread stands still until the order for that lies in the inspector's queue: it
 * then hits that code and nothing else.
 */
function interrupt(): void {
  const session = new Session();
  session.connectToMainThread();
  Atomics.store(step, 0, interruptStep.asked);
  const terminated = Promise.withResolvers<void>();
  void Promise.resolve(Atomics.waitAsync(step, 0, interruptStep.asked).value).then(() => {
    if (Atomics.load(step, 0) !== interruptStep.terminate) return terminated.resolve();
    session.post("Runtime.terminateExecution", () => terminated.resolve());
    Atomics.store(step, 0, interruptStep.ordered);
    Atomics.notify(step, 0);
  });
  const expression = "convlab$interrupt()";
  session.post("Runtime.evaluate", { expression, silent: true }, () => {
    // a session left open would hold up the end of the process
    void terminated.promise.then(() => session.disconnect());
  });
}

/** Has the main thread send what it holds, on top of whatever it is doing. */
function flush(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.evaluate", { expression: "convlab$flush()", silent: true }, () =>
    session.disconnect(),
  );
}

function deliver(line: string | undefined): void {
  const bytes = new TextEncoder().encode(line ?? "").subarray(0, text.length);
  text.set(bytes);
  Atomics.store(state, 1, bytes.length);
  Atomics.store(state, 0, line === undefined ? 2 : 1);
  Atomics.notify(state, 0);
}
