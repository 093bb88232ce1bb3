// Attacks on memory, processor, processes and output. None of them ends by itself.
import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

const megabyte = 1024 * 1024;

export async function bufferMemory(_input, say) {
  const kept = [];
  for (let held = 0; ; held += 32) {
    kept.push(Buffer.alloc(32 * megabyte, 1));
    await say({ held });
  }
}

export async function heapMemory(_input, say) {
  const kept = [];
  for (let round = 0; ; round++) {
    for (let index = 0; index < 100_000; index++)
      kept.push({ round, index, text: `${round}-${index}` });
    await say({ round });
  }
}

export async function webAssemblyMemory(_input, say) {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 32768 });
  for (;;) {
    memory.grow(512); // 32 MiB
    const bytes = new Uint8Array(memory.buffer);
    bytes.fill(1, bytes.length - 512 * 65536);
    await say({ held: bytes.length / megabyte });
  }
}

export async function sharedMemory(_input, say) {
  const kept = [];
  for (let held = 0; ; held += 32) {
    const shared = new SharedArrayBuffer(32 * megabyte);
    new Uint8Array(shared).fill(1);
    kept.push(shared);
    await say({ held });
  }
}

/** Many small processes, none of which is large by itself. */
export async function manyProcessesMemory(_input, say) {
  for (let index = 0; ; index++) {
    const code = "const b = Buffer.alloc(64 * 1048576, 1); setInterval(() => b.length, 1000)";
    spawn(process.execPath, ["-e", code], { stdio: "ignore", detached: true }).on(
      "error",
      () => {},
    );
    await say({ spawned: index });
    await delay(20);
  }
}

export async function forkBomb(_input, say) {
  const bomb = `const { spawn } = require("node:child_process");
    const again = () => spawn(process.execPath, ["-e", process.argv[1], process.argv[1]], { stdio: "ignore", detached: true }).on("error", () => {});
    setInterval(() => { again(); again(); }, 5);`;
  await say({ bomb: "lit" });
  spawn(process.execPath, ["-e", bomb, bomb], { stdio: "ignore", detached: true });
  for (;;) await delay(1000);
}

export async function endlessOutput(_input, say) {
  await say({ printing: true });
  const line = `${"x".repeat(65535)}\n`;
  for (;;) await new Promise((resolve) => process.stdout.write(line, resolve));
}

export async function endlessLoop(_input, say) {
  await say({ looping: true });
  for (;;);
}

/** A child in its own session, with nothing of ours, that ignores what it can. */
export async function outlive(_input, say) {
  const code = `for (const s of ["SIGTERM", "SIGHUP", "SIGINT"]) process.on(s, () => {}); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ["-e", code], { stdio: "ignore", detached: true });
  child.unref();
  await new Promise((resolve) => child.once("spawn", resolve));
  await say({ child: child.pid });
  return null;
}

export async function exit(code) {
  process.exit(code);
}

export async function abort() {
  process.abort();
}

export async function print({ text, times }) {
  for (let index = 0; index < times; index++) process.stdout.write(text);
  return null;
}
