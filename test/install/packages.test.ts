import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasPackages, installPackages } from "../../kernel/install/packages.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convlab-packages-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Packages = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Writes a lock file and what npm notes down about an installation. */
function write(locked: Packages, installed: Packages): void {
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({ packages: { "": {}, ...locked } }),
  );
  for (const path of Object.keys(installed)) mkdirSync(join(folder, path), { recursive: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  writeFileSync(
    join(folder, "node_modules", ".package-lock.json"),
    JSON.stringify({ packages: installed }),
  );
}

const a = { "node_modules/a": { version: "1.0.0" } };
const tool = { "node_modules/tool": { version: "2.0.0", dev: true } };
const binary = { "node_modules/binary": { version: "3.0.0", optional: true } };

test("a folder without node_modules has no packages", () => {
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: { "": {} } }));
  expect(hasPackages(folder)).toBe(false);
});

test("development packages are not missed by a start, and are by the tests", () => {
  write({ ...a, ...tool }, a);
  expect(hasPackages(folder)).toBe(true);
  expect(hasPackages(folder, { dev: true })).toBe(false);
});

test("a package of another version than the lock file's is missing", () => {
  write(a, { "node_modules/a": { version: "0.9.0" } });
  expect(hasPackages(folder)).toBe(false);
});

test("a package whose folder was deleted is missing", () => {
  write(a, a);
  rmSync(join(folder, "node_modules", "a"), { recursive: true });
  expect(hasPackages(folder)).toBe(false);
});

test("another machine's binary may be missing; our own Node may not", () => {
  write({ ...a, ...binary }, a);
  expect(hasPackages(folder)).toBe(true);
  expect(hasPackages(folder, { alsoNeeded: ["node_modules/binary"] })).toBe(false);
});

test("a lock file that lacks an optional package, as of another platform, is installed all the same", async () => {
  const manifest = (path: string, content: object) => {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, "package.json"), JSON.stringify(content));
  };
  manifest("binary", { name: "binary", version: "1.0.0" });
  const own = { name: "course", version: "1.0.0", optionalDependencies: { binary: "file:binary" } };
  manifest(".", own);
  const lock = JSON.stringify({ lockfileVersion: 3, packages: { "": own } });
  writeFileSync(join(folder, "package-lock.json"), lock);
  await installPackages(folder);
  expect(existsSync(join(folder, "node_modules", "binary", "package.json"))).toBe(true);
  expect(readFileSync(join(folder, "package-lock.json"), "utf8")).toBe(lock);
});
