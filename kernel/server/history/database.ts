// The history's tables and queries.
import { createRequire } from "node:module";
import type { DatabaseSync } from "node:sqlite";
import type { HistoryContent } from "../../protocol/index.ts";

/** ms to wait for another kernel that is just writing. */
const LOCK_TIMEOUT = 100;
/** Cells that are kept over all sessions, and UTF-16 units of text in them. */
const KEPT = 20_000;
const KEPT_TEXT = 32 * 2 ** 20;
/** Version of the tables; 1 had no outputs. */
const VERSION = 2;

/** Opens or makes the database and begins a session. Throws what SQLite throws. */
export function openHistory(file: string): { database: DatabaseSync; session: number } {
  // Loaded here: a kernel that only ever runs a script needs no database, and loading takes 2 ms.
  const sqlite = createRequire(import.meta.url)("node:sqlite") as typeof import("node:sqlite");
  const database = new sqlite.DatabaseSync(file, { timeout: LOCK_TIMEOUT });
  try {
    // A power cut may cost the history, a slow disk must not cost a student's time.
    database.exec(`
      PRAGMA synchronous = OFF;
      CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS cells (
        id INTEGER PRIMARY KEY, session INTEGER NOT NULL, line INTEGER NOT NULL, input TEXT NOT NULL, output TEXT);
      CREATE INDEX IF NOT EXISTS cells_by_session ON cells (session, line);
      DELETE FROM cells WHERE id <= (SELECT max(id) FROM cells) - ${KEPT};
    `);
    migrate(database);
    dropOldText(database);
    const begun = database
      .prepare("INSERT INTO sessions (started) VALUES (?)")
      .run(new Date().toISOString());
    return { database, session: Number(begun.lastInsertRowid) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Brings tables of an earlier version up to this one. */
function migrate(database: DatabaseSync): void {
  const columns = database.prepare("PRAGMA table_info(cells)").all();
  if (!columns.some(({ name }) => name === "output"))
    database.exec("ALTER TABLE cells ADD COLUMN output TEXT");
  database.exec(`PRAGMA user_version = ${VERSION}`);
}

/** Drops the oldest cells while all together hold too much text: a few huge cells count as many. */
function dropOldText(database: DatabaseSync): void {
  const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
  const size = Number(database.prepare("PRAGMA page_size").get()?.["page_size"]);
  if (pages * size <= KEPT_TEXT) return;
  database.exec(`
    DELETE FROM cells WHERE id <= (
      SELECT max(id) FROM (
        SELECT id, sum(length(input) + coalesce(length(output), 0)) OVER (ORDER BY id DESC) AS newer FROM cells
      ) WHERE newer > ${KEPT_TEXT});
    VACUUM;
  `);
}

/** One cell of the history. */
export interface HistoryRow {
  readonly session: number;
  readonly line: number;
  readonly input: string;
  /** Text of its result; null when it had none. */
  readonly output: string | null;
}

/** Cells that fit, oldest first. Session 0 is this one, -1 the one before, as in IPython. */
export function selectHistory(
  database: DatabaseSync,
  query: HistoryContent,
  current: number,
): readonly HistoryRow[] {
  switch (query.access) {
    case "tail":
      return all(database, "ORDER BY session DESC, line DESC LIMIT ?", [query.n]).reverse();
    case "range": {
      const session = query.session > 0 ? query.session : current + query.session;
      const stop = query.stop ?? Number.MAX_SAFE_INTEGER;
      return all(database, "WHERE session = ? AND line >= ? AND line < ? ORDER BY line", [
        session,
        query.start,
        stop,
      ]);
    }
    case "search": {
      const fits = query.unique
        ? "WHERE id IN (SELECT max(id) FROM cells WHERE input GLOB ? GROUP BY input)"
        : "WHERE input GLOB ?";
      const limit = query.n ?? -1; // -1: no limit
      return all(database, `${fits} ORDER BY id DESC LIMIT ?`, [query.pattern, limit]).reverse();
    }
    default:
      return query satisfies never;
  }
}

function all(
  database: DatabaseSync,
  clause: string,
  values: readonly (string | number)[],
): HistoryRow[] {
  const rows = database
    .prepare(`SELECT session, line, input, output FROM cells ${clause}`)
    .all(...values);
  return rows.map(({ session, line, input, output }) => ({
    session: Number(session),
    line: Number(line),
    input: String(input),
    output: typeof output === "string" ? output : null,
  }));
}
