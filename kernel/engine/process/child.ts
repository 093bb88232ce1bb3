// The program that runs the cells: `dist/engine-child.cjs`, started by client.ts.
import { Socket } from "node:net";
import type { Worker } from "node:worker_threads";
import { Sweeper } from "../../core/memory.ts";
import { now } from "../../core/clock.ts";
import { makeProbe } from "../debug/inside/probe.ts";
import { engineProgram } from "../installation.ts";
import type { JobEvent } from "../run/job.ts";
import { replaceProperty } from "../run/replace.ts";
import { Runner } from "../run/runner.ts";
import {
  decodeWithBuffers,
  encodeJson,
  encodeWithBuffers,
  frameKind,
  FrameReader,
} from "./frames.ts";
import {
  descriptors,
  markerBytes,
  type ChildSetup,
  type Report,
  type Request,
} from "./messages.ts";
import { endGroup } from "./end-group.ts";
import { EventPipe } from "./event-pipe.ts";
import { readAnswer, wantTermination } from "./talk.ts";
import { writeAll } from "./write-all.ts";

// the kernelspec's word to the server about memory: programs that cells start need not hear it
Reflect.deleteProperty(process.env, "MALLOC_MMAP_THRESHOLD_");
const setup = JSON.parse(process.argv[2] ?? "{}") as ChildSetup;
process.argv.splice(1);
process.chdir(setup.directory);
process.title = "convlab-engine";
if (setup.nodeOptions === undefined) delete process.env["NODE_OPTIONS"];
else process.env["NODE_OPTIONS"] = setup.nodeOptions;

let relay: Worker | undefined;

/** The thread costs 20 MB; before the first cell the main thread can listen for itself. */
function startRelay(): void {
  if (relay !== undefined || setup.isRelayed !== true) return;
  const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
  relay = new Thread(engineProgram("relay"), {
    workerData: descriptors.life,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 },
  });
  relay.unref();
}

const sweeper = new Sweeper();
const pipe = new EventPipe({
  write: (bytes) => {
    sweeper.passed(bytes.length);
    writeAll(descriptors.events, bytes);
  },
  now,
  later: setImmediate,
});
const questions = new Map<number, (line: string | undefined) => void>();
let asked = 0;
let finished = 0;
/** Cells that have begun and not ended, and messages of comms; counted when the runner knows them, and can stop them. */
let atWork = 0;

const runner = new Runner({ ...setup, ownsProcess: true, listening }, emit, {
  ask: (prompt, password) => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const id = ++asked;
    questions.set(id, resolve);
    emit({ type: "input", run: runner.output.run, prompt, password, id, isBlocking: false });
    return promise;
  },
  askNow,
});
replaceProperty(globalThis, "convlab$interrupt", interrupt);
replaceProperty(globalThis, "convlab$flush", () => pipe.flush());
replaceProperty(globalThis, "convlab$debug", makeProbe(runner.inside));
// an interrupt comes through the inspector; a stray signal must not end the process
process.on("SIGINT", () => undefined);

const exit = process.exit.bind(process);
replaceProperty(process, "exit", (code?: number | string): never => {
  report({ type: "exit", code: Number(code ?? process.exitCode ?? 0) });
  return exit(code);
});

const reader = new FrameReader();
const requests = new Socket({ fd: descriptors.requests, readable: true, writable: false });
requests.on("data", (chunk: Buffer) => {
  for (const { kind, body } of reader.read(chunk)) {
    if (kind === frameKind.buffers) obeyWithBuffers(body);
    else obey(JSON.parse(body.toString("utf8")) as Request);
  }
});
for (const end of ["end", "close", "error"]) requests.on(end, endGroup);
report({ type: "ready" });

function listening(isAny: boolean): void {
  report({ type: "listening", isAny });
}

/** Called through the inspector, on top of whatever this thread is doing. */
function interrupt(): "idle" | "terminate" | "done" {
  const isIdle = atWork === 0;
  const todo = runner.interrupt();
  if (todo === "terminate") wantTermination();
  return isIdle && todo === "done" ? "idle" : todo;
}

function obey(request: Request): void {
  if (request.type === "relay") return startRelay();
  if (request.type === "answer") {
    questions.get(request.id)?.(request.line);
    questions.delete(request.id);
    return;
  }
  if (request.type === "peek") {
    const { id, name } = request;
    return report({ type: "peeked", id, value: runner.peek(name) });
  }
  startRelay();
  if (request.type === "comm") {
    const { id, message, run } = request;
    const heard = runner.comm(message, run);
    atWork += 1;
    void heard.then(() => {
      atWork -= 1;
      report({ type: "heard", id });
    });
    return;
  }
  sweeper.work();
  const running = runner.run(request.job);
  atWork += 1;
  void running.then((outcome) => {
    sweeper.rest();
    atWork -= 1;
    const count = ++finished;
    report({ type: "outcome", outcome, count, marks: writeMarks(count) });
  });
}

function obeyWithBuffers(body: Buffer): void {
  const { json, buffers } = decodeWithBuffers(body);
  const request = JSON.parse(json) as Request;
  if (request.type === "comm") obey({ ...request, message: { ...request.message, buffers } });
}

/** What cells and their child processes wrote straight to descriptors 1 and 2 belongs to the run up to this mark. */
function writeMarks(count: number): ("stdout" | "stderr")[] {
  if (setup.marker === undefined) return [];
  const mark = markerBytes(setup.marker, count);
  const written: ("stdout" | "stderr")[] = [];
  for (const [name, descriptor] of [
    ["stdout", 1],
    ["stderr", 2],
  ] as const) {
    try {
      writeAll(descriptor, Buffer.from(mark));
      written.push(name);
    } catch (error) {
      // a cell has closed the descriptor: nothing more can come from it, the report leaves it out
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
  return written;
}

function emit(event: JobEvent): void {
  if (event.type === "stream") pipe.print(event.name, event.run, event.text);
  else if ("buffers" in event && event.buffers && event.buffers.length > 0) {
    const { buffers, ...plain } = event;
    pipe.say(encodeWithBuffers({ type: "event", event: plain }, buffers));
  } else {
    const frame = encodeJson({ type: "event", event } satisfies Report);
    if (event.type === "result") pipe.hold(frame);
    else if (event.type === "input") pipe.send(frame);
    else pipe.say(frame);
  }
}

function report(message: Report): void {
  pipe.send(encodeJson(message));
}

/** prompt(): stands still until the answer is here. */
function askNow(prompt: string, password: boolean): string | undefined {
  const id = ++asked;
  emit({ type: "input", run: runner.output.run, prompt, password, id, isBlocking: true });
  return readAnswer(id);
}
