// Attacks on other processes, the network and the kernel.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";

export async function environment() {
  return {
    own: { ...process.env },
    first: await outcome(() => readFileSync("/proc/1/environ", "latin1")),
  };
}

export async function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0").slice(0, 2).join(" "));
}

export async function readProc(pid) {
  const seen = {};
  for (const file of ["environ", "cmdline", "root/etc/passwd", "mem"]) {
    seen[file] = await outcome(() => readFileSync(`/proc/${pid}/${file}`, "latin1").slice(0, 4000));
  }
  return seen;
}

export async function kill(pid) {
  return outcome(() => process.kill(pid, 0));
}

export async function knock({ host, port }) {
  return outcome(
    () =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port });
        socket.once("data", (data) => resolve(data.toString()));
        socket.once("error", reject);
      }),
  );
}

/** Writes a tiny program into the scratch folder and runs it: its exit code is the errno of one system call. */
export async function systemCall(program) {
  writeFileSync("/scratch/call", Buffer.from(program, "base64"), { mode: 0o755 });
  const { status, signal, error } = spawnSync("/scratch/call");
  return { status, signal, error: error?.message ?? null };
}

export async function run(argv) {
  const { status, stdout, stderr, error } = spawnSync(argv[0], argv.slice(1), { encoding: "utf8" });
  return { status, stdout, stderr, error: error?.code ?? null };
}
