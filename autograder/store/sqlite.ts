// The gradebook of one machine: a SQLite file, safe against a killed process.
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { CourseError } from "../../kernel/core/index.ts";
import { auditContent, chainStart, checkChain, entryHash } from "./audit.ts";
import type {
  AuditEntry,
  AuditFault,
  Grading,
  NewGrading,
  Run,
  Store,
  WorkKey,
} from "./contract.ts";
import { schema, schemaVersion } from "./schema.ts";
import {
  cellColumns,
  gradingColumns,
  manualColumns,
  storable,
  testColumns,
  type Columns,
} from "./columns.ts";
import { toGrading, toRun, type Row } from "./rows.ts";

/** A gradebook that cannot be opened or does not fit this version. */
class StoreError extends CourseError {
  override name = "StoreError";
}

const lockWait = 10_000; // ms for another process that is just writing, a TA's query for example

/**
 * Opens or makes a gradebook.
 *
 * @param path the file, or `:memory:`
 * @throws StoreError STORE_NOT_OPENED, STORE_VERSION
 */
export function openSqliteStore(path: string): Store {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: lockWait });
    // WAL: readers never wait for us; FULL: a grading that was reported is on the disk
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    prepare(database, path);
    return new SqliteStore(database);
  } catch (cause) {
    database?.close();
    if (cause instanceof StoreError) throw cause;
    throw new StoreError({
      code: "STORE_NOT_OPENED",
      summary: `the gradebook ${path} cannot be opened.`,
      given: cause instanceof Error ? cause.message : String(cause),
      expected: "a gradebook.db that convlab grade made, in a folder that you may write",
      fix: "choose another folder with --out, or move the file away: grading makes a new one",
      cause,
    });
  }
}

function prepare(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
  if (version === schemaVersion) return;
  if (version !== 0 || tables > 0) {
    throw new StoreError({
      code: "STORE_VERSION",
      summary: `the gradebook ${path} was not made by this version of convlab.`,
      given: `tables of version ${version}`,
      expected: `version ${schemaVersion}`,
      fix: "use the convlab that made it, or another --out folder",
    });
  }
  database.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${schemaVersion}; COMMIT`);
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async beginRun(request: Run["request"]): Promise<number> {
    return this.#insert("runs", { started_at: now(), request: JSON.stringify(request) });
  }

  async endRun(run: number): Promise<void> {
    this.#database.prepare("UPDATE runs SET ended_at = ? WHERE id = ?").run(now(), run);
  }

  async runs(): Promise<readonly Run[]> {
    return this.#all("SELECT * FROM runs ORDER BY id").map(toRun);
  }

  async findFinished(key: WorkKey): Promise<Grading | undefined> {
    const [row] = this.#all(
      `SELECT * FROM gradings WHERE student = ? AND lab = ? AND submission_hash = ? AND grading_hash = ?
         AND status <> 'infrastructure' ORDER BY id DESC LIMIT 1`,
      [key.student, key.lab, key.submissionHash, key.gradingHash],
    );
    return row === undefined ? undefined : this.#withLists(row);
  }

  async save(run: number, given: NewGrading): Promise<Grading> {
    const grading = storable(given);
    return this.#transaction(() => {
      const gradedAt = now();
      const id = this.#insertGrading(run, grading, gradedAt);
      const saved: Grading = { ...grading, id, run, gradedAt };
      const last = this.#database.prepare("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").get();
      const previous = last === undefined ? chainStart : String(last["hash"]);
      const content = auditContent(saved);
      const hash = entryHash(previous, gradedAt, content);
      this.#insert("audit", { at: gradedAt, content, previous, hash });
      return saved;
    });
  }

  async latest(): Promise<readonly Grading[]> {
    return this.#all(
      `SELECT * FROM gradings WHERE id IN (SELECT max(id) FROM gradings GROUP BY lab, student)
         ORDER BY lab, student`,
    ).map((row) => this.#withLists(row));
  }

  async history(student: string, lab: string): Promise<readonly Grading[]> {
    return this.#all("SELECT * FROM gradings WHERE student = ? AND lab = ? ORDER BY id", [
      student,
      lab,
    ]).map((row) => this.#withLists(row));
  }

  async audit(): Promise<readonly AuditEntry[]> {
    return this.#all("SELECT * FROM audit ORDER BY id").map((row) => ({
      id: Number(row["id"]),
      at: String(row["at"]),
      content: String(row["content"]),
      previous: String(row["previous"]),
      hash: String(row["hash"]),
    }));
  }

  async verifyAudit(): Promise<AuditFault | undefined> {
    const gradings = this.#all("SELECT * FROM gradings ORDER BY id");
    return checkChain(
      await this.audit(),
      gradings.map((row) => this.#withLists(row)),
    );
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #insertGrading(run: number, grading: NewGrading, gradedAt: string): number {
    const id = this.#insert("gradings", gradingColumns(run, grading, gradedAt));
    const { tests, cells, manual } = grading.result;
    const insertAll = (table: string, rows: readonly Columns[]): void => {
      for (const [position, row] of rows.entries()) {
        this.#insert(table, { grading: id, position, ...row });
      }
    };
    insertAll("tests", tests.map(testColumns));
    insertAll("cells", cells.map(cellColumns));
    insertAll("manual_questions", manual.map(manualColumns));
    return id;
  }

  #withLists(row: Row): Grading {
    const list = (table: string): Row[] =>
      this.#all(`SELECT * FROM ${table} WHERE grading = ? ORDER BY position`, [Number(row["id"])]);
    return toGrading(row, {
      tests: list("tests"),
      cells: list("cells"),
      manual: list("manual_questions"),
    });
  }

  #insert(table: string, values: Columns): number {
    const names = Object.keys(values);
    const places = names.map(() => "?").join(", ");
    const sql = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${places})`;
    return Number(this.#database.prepare(sql).run(...Object.values(values)).lastInsertRowid);
  }

  #all(sql: string, values: readonly SQLInputValue[] = []): Row[] {
    return this.#database.prepare(sql).all(...values);
  }

  #transaction<T>(work: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const done = work();
      this.#database.exec("COMMIT");
      return done;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

const now = (): string => new Date().toISOString();
