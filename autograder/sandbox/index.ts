// The walls between a student's code and everything else.
import type { Sandbox, SandboxMode, WallReport } from "../contract.ts";
import { SandboxError } from "./errors.ts";
import { mendFor } from "./mend.ts";
import { probe } from "./probe/probe.ts";
import { buildSandbox, type BuildOptions } from "./sandbox.ts";

export { SandboxError } from "./errors.ts";

export interface SandboxOptions extends BuildOptions {
  /** Files that a guest must never read, tried by the self-test; the master notebooks, the gradebook. */
  readonly secrets?: readonly string[] | undefined;
}

/**
 * Builds the walls, tries each from inside, and opens for guests.
 *
 * `full` needs Linux with bubblewrap; `container` where an outer container is the wall; `none` has no wall but limits.
 *
 * @throws SandboxError WALL_MISSING naming each wall that does not hold, with what mends it; GUEST_NOT_STARTED; NOT_BUILT
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { mode } = options;
  if (mode !== "none") checkPlatform(mode);
  const built = await buildSandbox(options);
  try {
    const walls = mode === "none" ? [] : await probe(built, options.secrets);
    const missing = walls.filter((wall) => !wall.holds);
    if (missing.length > 0) throw wallMissing(missing);
    return {
      mode,
      walls,
      launch: (request) => built.launch(request),
      close: () => built.close(),
    };
  } catch (error) {
    await built.close();
    throw error;
  }
}

/** Tries every wall of the full sandbox and reports each, for `convlab doctor`; never throws for a missing wall. */
export async function probeWalls(options: Partial<SandboxOptions> = {}): Promise<WallReport[]> {
  try {
    const mode = options.mode ?? "full";
    checkPlatform(mode);
    const built = await buildSandbox({ ...options, mode });
    try {
      return [...(await probe(built, options.secrets))];
    } finally {
      await built.close();
    }
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    const detail = [error.message.split("\n")[0], error.given].filter(Boolean).join(" ");
    return [{ name: "sandbox", holds: false, detail, mend: error.fix ?? mendFor(detail) }];
  }
}

function checkPlatform(mode: SandboxMode): void {
  if (process.platform === "linux") return;
  throw new SandboxError({
    code: "WALL_MISSING",
    summary: `sandbox: the walls of --sandbox=${mode} stand on Linux only.`,
    given: process.platform,
    fix: "grade in WSL2 (Windows), in a Linux container or on a Linux machine",
  });
}

function wallMissing(missing: readonly WallReport[]): SandboxError {
  return new SandboxError({
    code: "WALL_MISSING",
    summary: "sandbox: nothing is graded, because a wall does not hold.",
    given: missing.map(({ name, detail }) => `${name}: ${detail}`).join("\n"),
    expected: "every wall holds",
    fix: [...new Set(missing.map(({ mend }) => mend))].join("\n"),
    details: { walls: missing },
  });
}
