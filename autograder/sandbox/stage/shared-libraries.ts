import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SandboxError } from "../errors.ts";

const run = promisify(execFile);

/**
 * The shared libraries that binaries load, as absolute paths, the loader among them. Behind the walls there is nothing
 * else of the system: no shell, no interpreter, no tool.
 *
 * @throws SandboxError SHARED_LIBRARIES
 */
export async function sharedLibraries(binaries: readonly string[]): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const binary of binaries) {
    for (const path of await librariesOf(binary)) paths.add(path);
  }
  return paths;
}

async function librariesOf(binary: string): Promise<readonly string[]> {
  let output: string;
  try {
    output = (await run("ldd", [binary], { env: { PATH: "/usr/bin:/bin", LC_ALL: "C" } })).stdout;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    if (/not a dynamic executable|statically linked/.test(said)) return [];
    throw new SandboxError({
      code: "SHARED_LIBRARIES",
      summary: "sandbox: the libraries of Node could not be listed.",
      given: said,
      expected: `ldd ${binary} lists them`,
      fix: "install ldd (Debian, Ubuntu: apt install libc-bin)",
      cause,
    });
  }
  // "libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)" and "/lib64/ld-linux-x86-64.so.2 (0x…)"
  return [...output.matchAll(/(?:=>\s*|^\s*)(\/\S+)\s+\(0x/gm)].flatMap(([, path]) => path ?? []);
}
