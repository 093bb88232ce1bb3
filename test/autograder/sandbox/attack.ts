// Runs an attack behind the walls and collects what it said.
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { LaunchOptions, SandboxedProcess } from "../../../autograder/contract.ts";
import type { BuildOptions, BuiltSandbox } from "../../../autograder/sandbox/sandbox.ts";
import { buildSandbox } from "../../../autograder/sandbox/sandbox.ts";

export const attackGuest: string = join(import.meta.dirname, "attacks", "guest.mjs");

const generous: LaunchOptions = {
  allowedImports: [],
  memoryMb: 512,
  cpuSeconds: 20,
  maxProcesses: 64,
};

/** A sandbox whose guest runs attacks. */
export function attackSandbox(options: Partial<BuildOptions> = {}): Promise<BuiltSandbox> {
  return buildSandbox({ mode: "full", guest: attackGuest, ...options });
}

export interface Attacked {
  /** Every line that the attack said. */
  readonly said: readonly Readonly<Record<string, unknown>>[];
  readonly end: Awaited<SandboxedProcess["exit"]>;
}

/** Starts an attack that does not end by itself, and waits for the walls to end it. */
export async function endure(
  sandbox: BuiltSandbox,
  attack: string,
  limits: Partial<LaunchOptions> = {},
): Promise<Attacked> {
  const guest = await sandbox.launch({ ...generous, ...limits });
  const said: Record<string, unknown>[] = [];
  createInterface({ input: guest.channel }).on("line", (line) => said.push(JSON.parse(line)));
  guest.channel.write(`${JSON.stringify({ attack })}\n`);
  const timer = setTimeout(() => void guest.kill(), 30_000);
  try {
    return { end: await guest.exit, said };
  } finally {
    clearTimeout(timer);
  }
}

/** Runs an attack to its end and gives what it reports; the guest is killed afterwards. */
export async function attack(
  sandbox: BuiltSandbox,
  name: string,
  input?: unknown,
): Promise<unknown> {
  const guest = await sandbox.launch(generous);
  const timer = setTimeout(() => void guest.kill(), 20_000);
  try {
    guest.channel.write(`${JSON.stringify({ attack: name, input })}\n`);
    for await (const line of createInterface({ input: guest.channel })) {
      const said = JSON.parse(line) as Record<string, unknown>;
      if (said["ended"] === name) return said["result"];
    }
    throw new Error(`${name} ended early: ${(await guest.exit).detail}`);
  } finally {
    clearTimeout(timer);
    await guest.kill();
  }
}
