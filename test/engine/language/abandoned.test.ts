import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  makePrivateFolder,
  removeAbandonedFolders,
} from "../../../kernel/engine/language/workspace/abandoned.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "convlab-abandoned-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** The number of a process that has ended. */
function freePid(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

/** A folder as a process with that number made it, here or where numbers mean something else. */
function folderOf(pid: number, numbers: string = own()): string {
  const folder = join(parent, `convlab-language-${pid}-${numbers}-abc123`);
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  return folder;
}

function own(): string {
  const folder = makePrivateFolder(parent);
  rmSync(folder, { recursive: true });
  return /-([0-9a-f]{8})-\w+$/.exec(folder)?.[1] ?? "";
}

function makeOld(folder: string): void {
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 60 * 60; // s
  utimesSync(folder, twoDaysAgo, twoDaysAgo);
}

test("the folder of a process that is gone is removed at the next start, that of a living one stays", () => {
  const gone = folderOf(freePid());
  const mine = makePrivateFolder(parent);
  const another = folderOf(process.ppid);
  removeAbandonedFolders(parent);
  expect(existsSync(gone)).toBe(false);
  expect(readdirSync(parent).sort()).toEqual(
    [mine, another].map((path) => path.slice(parent.length + 1)).sort(),
  );
});

test("where process numbers are another container's, a folder is left alone for a day", () => {
  const young = folderOf(freePid(), "00000000");
  const old = join(parent, `convlab-language-${freePid()}-abc123`); // as earlier versions named it
  mkdirSync(old);
  makeOld(old);
  removeAbandonedFolders(parent);
  expect([existsSync(young), existsSync(old)]).toEqual([true, false]);
  makeOld(young);
  removeAbandonedFolders(parent);
  expect(existsSync(young)).toBe(false);
});

test("folders of other programs are not touched", () => {
  const other = join(parent, "convlab-language-notes");
  mkdirSync(other);
  makeOld(other);
  removeAbandonedFolders(parent);
  expect(existsSync(other)).toBe(true);
});
