import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingFromLock } from "../../kernel/install/complete-lock.mjs";
import { root } from "../../kernel/install/node24.mjs";

interface Manifest {
  readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as Manifest;
const own: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

test("the lock file names every machine's binaries, or npm 11 and 12 refuse to install from it", () => {
  expect(missingFromLock(lock).map(([path]) => path)).toEqual([]);
});

test("a lock file without a platform's binary is noticed, with the machine that it is for", () => {
  const { "node_modules/@esbuild/darwin-arm64": gone, ...packages } = lock.packages;
  expect(gone).toBeDefined();
  expect(missingFromLock({ packages })).toEqual([
    [
      "node_modules/@esbuild/darwin-arm64",
      { version: gone?.["version"], cpu: ["arm64"], os: ["darwin"], optional: true },
    ],
  ]);
});

test("the lock file asks for what package.json asks for", () => {
  for (const kind of ["dependencies", "optionalDependencies", "devDependencies"]) {
    expect(lock.packages[""]?.[kind], kind).toEqual(Reflect.get(Object(own), kind));
  }
});

test("the lock file names no registry: it works behind any mirror", () => {
  expect(Object.values(lock.packages).filter((entry) => "resolved" in entry)).toEqual([]);
});
