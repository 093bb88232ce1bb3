// Finds TypeScript 7's native compiler: one package per platform, which npm installs beside `typescript`.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The path of `tsc` for this machine.
 *
 * @param from folder of our own package, from which `typescript` can be resolved
 * @returns undefined where the platform's package is not installed
 */
export function findCompiler(
  from: string,
  platform: NodeJS.Platform = process.platform,
  architecture: string = process.arch,
): string | undefined {
  const system = `@typescript/typescript-${platform}-${architecture}`;
  const program = join("lib", platform === "win32" ? "tsc.exe" : "tsc");
  // Where npm mostly puts it: Node's own search takes 2 ms.
  const modules = join(from, "node_modules");
  const near = [join(modules, "typescript", "node_modules"), modules].map((folder) =>
    join(folder, system, program),
  );
  const found = existsSync(join(modules, "typescript")) ? near.find(existsSync) : undefined;
  if (found !== undefined) return found;
  try {
    // Asked from a file of our own: a list of allowed imports binds cells, not us.
    const root = createRequire(join(from, "kernel", "package.json"));
    // The platform's package is a dependency of `typescript`, so it need not be visible from our own folder.
    const typescript = createRequire(root.resolve("typescript/package.json"));
    return join(dirname(typescript.resolve(`${system}/package.json`)), program);
  } catch {
    return undefined; // not installed: the caller says that cells run unchecked, and why
  }
}
