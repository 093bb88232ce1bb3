import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { History } from "../../kernel/server/history/history.ts";

let folder: string;
let file: string;
let log: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convlab-history-"));
  file = join(folder, "deeper", "history.sqlite");
  log = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(path: string = file): History {
  return new History(path, (_, text) => log.push(text));
}

function record(codes: readonly string[], path?: string): void {
  const history = open(path);
  codes.forEach((code, index) => history.add(index + 1, code));
  history.close();
}

test("tail gives the newest cells of all sessions, oldest first", () => {
  record(["a", "b"]);
  const second = open();
  second.add(1, "c");
  expect(second.find({ output: false, access: "tail", n: 2 })).toEqual([
    [1, 2, "b"],
    [2, 1, "c"],
  ]);
  expect(second.find({ output: true, access: "tail", n: 1 })).toEqual([[2, 1, ["c", null]]]);
  second.close();
});

test("outputs come with those who ask for them, also of a cell that ended after it was written", () => {
  const history = open();
  history.add(1, "1+1");
  history.addOutput(1, "2");
  history.add(2, "slow()");
  const tail = (output: boolean) =>
    history.find({ output, access: "tail", n: 9 }).map(([, , entry]) => entry);
  expect(tail(true)).toEqual([
    ["1+1", "2"],
    ["slow()", null],
  ]);
  history.addOutput(2, "x".repeat(20_000));
  history.close();
  const next = open();
  const late = next.find({ output: true, access: "tail", n: 9 }).at(-1);
  expect(late).toEqual([1, 2, ["slow()", `${"x".repeat(10_000)}…`]]);
  expect(next.find({ output: false, access: "tail", n: 1 })).toEqual([[1, 2, "slow()"]]);
  next.close();
});

test("a file of the first version, without outputs, is taken over", () => {
  file = join(folder, "history.sqlite");
  const old = new DatabaseSync(file);
  old.exec(`
    CREATE TABLE sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
    CREATE TABLE cells (id INTEGER PRIMARY KEY, session INTEGER NOT NULL, line INTEGER NOT NULL, input TEXT NOT NULL);
    INSERT INTO sessions VALUES (1, '2026-01-01');
    INSERT INTO cells VALUES (1, 1, 1, 'old');
  `);
  old.close();
  const history = open();
  history.add(1, "new");
  history.addOutput(1, "result");
  expect(history.find({ output: true, access: "tail", n: 9 })).toEqual([
    [1, 1, ["old", null]],
    [2, 1, ["new", "result"]],
  ]);
  expect(log).toEqual([]);
  history.close();
});

test("a history of more than 32 MB of text gives up its oldest cells at the next session", () => {
  const large = "x".repeat(900_000);
  record(Array.from({ length: 40 }, (_, index) => `${index} ${large}`)); // 36 MB
  expect(statSync(file).size).toBeGreaterThan(32 * 2 ** 20);
  const next = open();
  const kept = next.find({ output: false, access: "tail", n: 100 }).map(([, line]) => line);
  expect(kept.at(-1)).toBe(40);
  expect(kept[0]).toBeGreaterThan(1);
  next.close();
  expect(statSync(file).size).toBeLessThan(36 * 2 ** 20);
});

test("range counts sessions from the first, or back from this one", () => {
  record(["a", "b", "c"]);
  const second = open();
  second.add(1, "d");
  const range = (session: number, start: number, stop?: number) =>
    second
      .find({ output: false, access: "range", session, start, stop })
      .map(([, , input]) => input);
  expect(range(1, 2, 3)).toEqual(["b"]); // stop is not included
  expect(range(-1, 2)).toEqual(["b", "c"]);
  expect(range(0, 1)).toEqual(["d"]);
  second.close();
});

test("search fits a pattern, keeps the newest n, and one of each when unique", () => {
  record(["1+2", "print", "1+2", "1-2"]);
  const history = open();
  const search = (n: number | undefined, unique: boolean) =>
    history
      .find({ output: false, access: "search", pattern: "1?2*", n, unique })
      .map(([, line, input]) => [line, input]);
  expect(search(undefined, false)).toEqual([
    [1, "1+2"],
    [3, "1+2"],
    [4, "1-2"],
  ]);
  expect(search(2, false)).toEqual([
    [3, "1+2"],
    [4, "1-2"],
  ]);
  expect(search(undefined, true)).toEqual([
    [3, "1+2"],
    [4, "1-2"],
  ]);
  history.close();
});

test("a broken file is set aside with a log line, and the next session keeps its history", () => {
  file = join(folder, "history.sqlite");
  writeFileSync(file, "this is no database, ".repeat(100));
  const history = open();
  history.add(1, "kept for this session");
  expect(history.find({ output: false, access: "tail", n: 5 })).toHaveLength(1);
  history.close();
  expect(log).toHaveLength(1);
  expect(readFileSync(`${file}.broken`, "utf8")).toContain("no database");
  record(["x"]);
  expect(readdirSync(folder).sort()).toEqual(["history.sqlite", "history.sqlite.broken"]);
});

test("a folder that cannot be made costs the history, not the session", () => {
  writeFileSync(join(folder, "deeper"), "a file where a folder should be");
  const history = open();
  history.add(1, "a");
  expect(history.find({ output: false, access: "tail", n: 5 })).toEqual([[1, 1, "a"]]);
  expect(log[0]).toContain("history");
  history.close();
});

test("while another kernel holds the file, cells wait in memory and are written later", () => {
  const history = open();
  history.add(1, "before");
  history.find({ output: false, access: "tail", n: 1 });
  const other = new DatabaseSync(file);
  other.exec("BEGIN EXCLUSIVE");
  history.add(2, "meanwhile");
  expect(history.find({ output: false, access: "tail", n: 5 })).toEqual([]);
  other.exec("ROLLBACK");
  other.close();
  expect(history.find({ output: false, access: "tail", n: 5 }).map(([, , input]) => input)).toEqual(
    ["before", "meanwhile"],
  );
  history.close();
});
