import { randomBytes } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { chown, mkdir, writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import type { LaunchOptions, SandboxedProcess, SandboxMode } from "../contract.ts";
import { guestCommand } from "./command.ts";
import { startGuest } from "./launch.ts";
import { chooseFence } from "./limits/choose.ts";
import type { FenceMaker } from "./limits/fence.ts";
import { compileSeccomp } from "./seccomp/program.ts";
import { installationRoot } from "./stage/installation.ts";
import { createStage, type inside, type Stage } from "./stage/stage.ts";

export interface BuildOptions {
  readonly mode: SandboxMode;
  /** Folder of the convlab package; default the one that this file belongs to. */
  readonly root?: string | undefined;
  /** A program that stands in for `dist/sandbox-guest.js`. */
  readonly guest?: string | undefined;
  /** Further programs to stage under their own path. */
  readonly programs?: readonly string[] | undefined;
  /** The fence to use; default the strongest that this machine has. */
  readonly fence?: FenceMaker | undefined;
}

/** What the probe needs of a sandbox beyond the contract. */
export interface BuiltSandbox {
  readonly mode: SandboxMode;
  readonly fence: FenceMaker;
  readonly user: number | undefined;
  launch(
    options: LaunchOptions,
    program?: keyof typeof inside,
    programArguments?: readonly string[],
  ): Promise<SandboxedProcess>;
  close(): Promise<void>;
}

const defaults = { maxProcesses: 256, outputLimit: 1024 * 1024 } as const;

/** Stages the runtime and makes the fence; probes nothing. */
export async function buildSandbox(options: BuildOptions): Promise<BuiltSandbox> {
  const { mode, root = installationRoot(), guest, programs } = options;
  const stage = await createStage({ root, guest, programs });
  const fence = options.fence ?? (await chooseFence());
  const seccompFile = mode === "full" ? join(stage.folder, "seccomp.bpf") : undefined;
  if (seccompFile !== undefined) await writeFile(seccompFile, compileSeccomp(process.arch));
  const nothing = openSync(devNull, "r+");
  const running = new Set<SandboxedProcess>();
  const user = mode === "none" ? undefined : ownUserBase();
  let started = 0;

  async function launch(
    request: LaunchOptions,
    program: keyof typeof inside = "guest",
    programArguments: readonly string[] = [],
  ): Promise<SandboxedProcess> {
    const limits = { ...defaults, ...request };
    const name = `${++started}-${randomBytes(4).toString("hex")}`;
    const guestUser = user === undefined ? undefined : user.first + (started % user.count);
    const tree = await stage.tree(limits.allowedImports);
    const scratch = mode === "full" ? "" : await makeScratch(stage, name, guestUser);
    const built = await fence.create(name, limits, guestUser);
    const command = guestCommand({
      mode,
      name,
      tree,
      scratch,
      program,
      programArguments,
      limits,
      user: guestUser,
      fence: built,
      enforced: fence.enforced,
    });
    const guest = await startGuest({
      command,
      limits,
      seccompFile,
      nothing,
      fence: built,
      enforced: fence.enforced,
    });
    running.add(guest);
    const forget = (): boolean => running.delete(guest);
    void guest.exit.then(forget, forget); // how it ended is the caller's to hear, from `exit` itself
    return guest;
  }

  return {
    mode,
    fence,
    user: user?.first,
    launch,
    async close() {
      await Promise.all([...running].map((guest) => guest.kill()));
      closeSync(nothing);
      await fence.close();
      await stage.close();
    },
  };
}

async function makeScratch(stage: Stage, name: string, user: number | undefined): Promise<string> {
  const folder = join(stage.folder, `scratch-${name}`);
  await mkdir(folder, { mode: 0o700 });
  if (user !== undefined) await chown(folder, user, user);
  return folder;
}

/** From 0x70000000 on, systemd's table of user ids lists nobody. */
const unusedUsers = { first: 0x70000000, count: 0x0f000000 } as const;
const nobody = 65534;

/**
 * User ids for guests: one for each, so that no two share a limit or may signal each other; only `nobody` where a
 * container maps few ids. Undefined when we are not root.
 */
function ownUserBase(): { readonly first: number; readonly count: number } | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const maps = existsSync("/proc/self/uid_map") ? readFileSync("/proc/self/uid_map", "utf8") : "";
  const mapped = maps.split("\n").some((line) => {
    const [first = 0, , count = 0] = line.trim().split(/\s+/).map(Number);
    return first <= unusedUsers.first && first + count >= unusedUsers.first + unusedUsers.count;
  });
  if (!mapped) return { first: nobody, count: 1 };
  // graders that run side by side take different stretches
  const stretch = 4096;
  const place = randomBytes(4).readUInt32LE() % (unusedUsers.count / stretch);
  return { first: unusedUsers.first + place * stretch, count: stretch };
}
