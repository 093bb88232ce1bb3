import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SandboxError } from "../errors.ts";

/** The folder of the convlab package that this file belongs to, in a clone and in an installed package alike. */
export function installationRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && packageName(manifest) === "convlab") return folder;
    if (folder === dirname(folder)) break;
  }
  throw new SandboxError({
    code: "NO_INSTALLATION",
    summary: "sandbox: the folder of convlab was not found.",
    given: import.meta.dirname,
    expected: "a package.json with the name convlab in a folder above",
    fix: "install convlab again",
  });
}

function packageName(manifest: string): unknown {
  const content: unknown = JSON.parse(readFileSync(manifest, "utf8"));
  return typeof content === "object" && content !== null && "name" in content
    ? content.name
    : undefined;
}
