// What the benchmarks compare with is pinned to the last package: a run is compared with another day's.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingFromLock } from "../../kernel/install/complete-lock.mjs";
import { root } from "../../kernel/install/node24.mjs";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function read(name: string): Manifest {
  return JSON.parse(readFileSync(join(root, "bench", name), "utf8")) as Manifest;
}

test("the peers' lock file names every package of bench/package.json in its version, for every machine", () => {
  const { dependencies } = read("package.json");
  const lock = read("package-lock.json");
  for (const [name, version] of Object.entries(dependencies))
    expect([name, lock.packages[`node_modules/${name}`]?.["version"]]).toEqual([name, version]);
  expect(missingFromLock(lock).map(([path]) => path)).toEqual([]);
});

test("no package comes from a place of its own, and all that this machine had bear their digest", () => {
  const packages = Object.entries(read("package-lock.json").packages).filter(
    ([path]) => path !== "",
  );
  expect(packages.filter(([, entry]) => entry["resolved"] !== undefined)).toEqual([]);
  const unsigned = packages.filter(([, entry]) => entry["integrity"] === undefined);
  expect(unsigned.filter(([, entry]) => entry["optional"] !== true)).toEqual([]);
});

test("the peers in Python are pinned with their digests", () => {
  const lines = readFileSync(join(root, "bench", "python", "requirements.txt"), "utf8").split("\n");
  const pinned = lines.filter((line) => /^[a-z]/i.test(line));
  expect(pinned.length).toBeGreaterThan(10);
  expect(pinned.filter((line) => !/^[\w.-]+==\S+.* \\$/.test(line))).toEqual([]);
});
