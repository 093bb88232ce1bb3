// Installs the packed convlab into an empty folder as npm lays it out, without a network: the package is unpacked, the
// packages it depends on are links to those of the clone.
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packPackage } from "../../autograder/authoring/export/pack.ts";
import { readTarball } from "../../autograder/authoring/leak/archive.ts";
import { buildWhenStale } from "../../autograder/cli/build.ts";
import { findPlaces } from "../../kernel/install/home.mjs";
import { root } from "../../kernel/install/node24.mjs";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** Packs this clone and installs it into `folder`; returns the package's folder. */
export async function installPacked(folder: string): Promise<string> {
  await buildWhenStale({ out: () => undefined, note: () => undefined });
  const { content } = await packPackage(findPlaces().version);
  const modules = join(folder, "node_modules");
  for (const [path, bytes] of readTarball(content)) {
    const target = join(modules, path.replace(/^package\//, "convlab/"));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  const manifest = JSON.parse(
    await readFile(join(modules, "convlab", "package.json"), "utf8"),
  ) as Manifest;
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const installed = join(root, "node_modules", name);
    if (!existsSync(installed)) continue; // another platform's Node
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(installed, join(modules, name));
  }
  return join(modules, "convlab");
}
