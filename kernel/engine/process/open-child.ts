// One child process: its pipes, what comes out of them, and its end.
import { spawn, type ChildProcess } from "node:child_process";
import type { Duplex } from "node:stream";
import type { EngineOptions } from "../contract.ts";
import { engineProgram } from "../installation.ts";
import { evaluate } from "../inspector/evaluate.ts";
import { Notices } from "../inspector/notices.ts";
import { hasInspectorPort, inspected } from "../inspector/port.ts";
import { portWires } from "../inspector/port-wires.ts";
import { relayWires } from "../inspector/relay-wires.ts";
import type { OpenWire } from "../inspector/wire.ts";
import { deathReason } from "./death.ts";
import { FloodWatch } from "./flood-watch.ts";
import { encodeJson, encodeWithBuffers, FrameReader } from "./frames.ts";
import { guarded } from "./guard.ts";
import { descriptors, type ChildSetup, type Outcome, type Request, type Talk } from "./messages.ts";
import { RawOutput } from "./raw-output.ts";
import { StopOrders } from "./stop.ts";

/** What the owner of a child hears. */
export interface ChildListener {
  frame(kind: number, body: Buffer): void;
  /** Text that was written straight to the child's stdout or stderr. */
  raw(name: "stdout" | "stderr", text: string): void;
  /** Once, after everything else; `reason` is for the user. */
  ended(reason: string): void;
}

/** A started child. */
export interface Child {
  readonly pid: number | undefined;
  readonly ended: Promise<void>;
  /** The code that a cell gave to `process.exit()`. */
  exitCode: number | undefined;
  isReady: boolean;
  isDead: boolean;
  /** Opens a line to its inspector. */
  readonly openWire: OpenWire;
  /** The child has said that it stands. */
  stands(): void;
  request(request: Request): void;
  /** Answers a question for which it stands still. */
  answer(id: number, line: string | undefined): void;
  /** Stops what its main thread is doing. */
  readonly orders: StopOrders;
  /** Hears all that was written to its stdout and stderr before it reported the end of a run. */
  catchUp(end: Pick<Outcome, "marks" | "count">): Promise<unknown>;
  pause(isFull: boolean): void;
  /** Ends the child and all that its cells have started; `verdict` says why, where we decide it. */
  kill(verdict?: string): void;
}

const flags = [
  "--no-warnings",
  // an interrupt unwinds Node's own callbacks too; their bookkeeping recovers, the check would end the process
  "--no-force-async-hooks-checks",
  // no flags of V8 here: with most of them it refuses the compiled code that Node brings along, and starts 15 ms later
];

/** Something that the cells have started may hold the pipes open after the child's end; nobody waits longer than this. */
const longestClosing = 500; // ms

/** Starts a child. */
export function openChild(options: EngineOptions, listener: ChildListener): Child {
  const marker =
    process.platform === "win32" ? process.getBuiltinModule("node:crypto").randomUUID() : undefined;
  const { directory, allowedImports, seed } = options;
  const isRelayed = !hasInspectorPort();
  const setup: ChildSetup = {
    directory,
    ...(marker === undefined ? {} : { marker }),
    ...(allowedImports === undefined ? {} : { allowedImports }),
    ...(seed === undefined ? {} : { seed }),
    ...(isRelayed ? { isRelayed } : {}),
    nodeOptions: process.env["NODE_OPTIONS"],
  };
  const command = [process.execPath, ...flags, engineProgram("child"), JSON.stringify(setup)];
  const [program = "", ...args] = isRelayed ? command : guarded(command, descriptors.life);
  const child = spawn(program, args, {
    // a group of its own: signals of a terminal are for the server, and the whole group can be ended at once
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", "pipe"],
    env: isRelayed ? process.env : inspected(process.env),
  });
  const events = pipe(child, descriptors.events);
  const notices = new Notices();
  const raw = {
    stdout: new RawOutput(marker, (text) => listener.raw("stdout", text)),
    stderr: new RawOutput(
      marker,
      (text) => listener.raw("stderr", text),
      (text) => notices.strip(text),
    ),
  };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (chunk: Buffer) => raw[name].write(chunk));
    child[name]?.on("close", () => raw[name].end());
  }
  child.stderr?.on("close", () => notices.end());
  const reader = new FrameReader();
  const flood = new FloodWatch(() => evaluate(openWire, "convlab$flush()"));
  events.on("data", (chunk: Buffer) => {
    for (const { kind, body, isFlood } of reader.read(chunk)) {
      flood.heard(isFlood);
      listener.frame(kind, body);
    }
  });
  for (const index of [descriptors.requests, descriptors.talk, descriptors.life])
    pipe(child, index).on("error", () => undefined); // the end of the process is reported below
  const talk = pipe(child, descriptors.talk);
  const tell = (line: Talk): void => void talk.write(`${JSON.stringify(line)}\n`);
  const { promise: standing, resolve: stand } = Promise.withResolvers<void>();
  const openWire = isRelayed
    ? relayWires(pipe(child, descriptors.life), () => opened.request({ type: "relay" }))
    : portWires(notices, standing);
  const orders = new StopOrders(openWire, (type) => tell({ type }));
  talk.on("data", () => void orders.wanted());

  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let verdict: string | undefined;
  const opened: Child = {
    pid: child.pid,
    ended,
    exitCode: undefined,
    isReady: false,
    isDead: false,
    openWire,
    stands() {
      opened.isReady = true;
      stand();
    },
    request: (request) => void pipe(child, descriptors.requests).write(encodeRequest(request)),
    answer: (id, line) => tell({ type: "answer", id, line }),
    orders,
    async catchUp({ marks, count }) {
      if (marker !== undefined) return Promise.all(marks.map((name) => raw[name].reached(count)));
      raw.stdout.drain(child.stdout);
      return raw.stderr.drain(child.stderr);
    },
    pause(isFull) {
      for (const stream of [child.stdout, child.stderr, events])
        if (isFull) stream?.pause();
        else stream?.resume();
    },
    kill(reason) {
      verdict ??= reason;
      killGroup(child);
    },
  };
  const end = (code: number | null, signal: string | null): void => {
    if (opened.isDead) return;
    opened.isDead = true;
    flood.end();
    const { exitCode } = opened;
    stand(); // nobody waits for it any longer
    resolve();
    listener.ended(
      deathReason({ code, signal, exitCode, verdict, lastWords: raw.stderr.lastWords }),
    );
  };
  child.on("error", (error) => {
    verdict = `The engine could not be started: ${error.message}`;
    end(null, null);
  });
  child.on("exit", (code, signal) => {
    killGroup(child); // what its cells have started
    setTimeout(() => end(code, signal), longestClosing).unref();
  });
  child.on("close", end);
  return opened;
}

function encodeRequest(request: Request): Buffer {
  if (request.type !== "comm" || !request.message.buffers?.length) return encodeJson(request);
  const { buffers, ...message } = request.message;
  return encodeWithBuffers({ ...request, message }, buffers);
}

function pipe({ stdio }: ChildProcess, index: number): Duplex {
  const pipes: readonly unknown[] = stdio;
  return pipes[index] as Duplex;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // already gone
  }
}
