import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { openSqliteStore } from "../../../autograder/store/index.ts";
import { newGrading } from "../../support/gradings.ts";
import { storeContract } from "./contract.ts";

const folder = mkdtempSync(join(tmpdir(), "convlab-store-"));
let files = 0;
const newFile = (): string => join(folder, `${(files += 1)}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

storeContract("the gradebook in SQLite", async () => {
  const path = newFile();
  const store = openSqliteStore(path);
  return {
    store,
    async reopen() {
      await store.close();
      return openSqliteStore(path);
    },
  };
});

/** Three gradings, then `sql` by someone who has the file. */
async function tamperedWith(sql: string) {
  const path = newFile();
  const store = openSqliteStore(path);
  const run = await store.beginRun({});
  for (const student of ["alice", "bob", "eve"]) await store.save(run, newGrading({ student }));
  await store.close();
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
  database.close();
  const again = openSqliteStore(path);
  try {
    return await again.verifyAudit();
  } finally {
    await again.close();
  }
}

test.each([
  ["raised points", "UPDATE gradings SET automatic_points = 100 WHERE student = 'bob'", 2],
  ["a changed verdict", "UPDATE tests SET verdict = 'failed' WHERE grading = 2", 2],
  ["a changed entry", "UPDATE audit SET content = replace(content, 'bob', 'bab') WHERE id = 2", 2],
  ["a removed entry", "DELETE FROM audit WHERE id = 2", 2],
  ["a removed grading", "DELETE FROM gradings WHERE id = 3", 3],
  ["a removed end", "DELETE FROM audit WHERE id = 3", 3],
])("the audit chain shows %s", async (_name, sql, id) => {
  expect(await tamperedWith(sql)).toMatchObject({ id });
});

test("a file that is no gradebook is refused, and stays as it was", () => {
  const text = newFile();
  writeFileSync(text, "a letter, not a database: ".repeat(50));
  expect(() => openSqliteStore(text)).toThrow(
    expect.objectContaining({ code: "STORE_NOT_OPENED" }),
  );
  const other = newFile();
  const database = new DatabaseSync(other);
  database.exec("CREATE TABLE recipes (name TEXT)");
  database.close();
  expect(() => openSqliteStore(other)).toThrow(expect.objectContaining({ code: "STORE_VERSION" }));
  expect(() => openSqliteStore(join(folder, "no", "such", "folder.db"))).toThrow(
    expect.objectContaining({ code: "STORE_NOT_OPENED" }),
  );
});
