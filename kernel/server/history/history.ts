// What the user typed and what came of it, kept in a small SQLite file over all sessions. Trouble with the file never stops a cell.
import { mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { HistoryContent, ReplyContent } from "../../protocol/index.ts";
import { openHistory, selectHistory } from "./database.ts";
import { explain, type Log } from "../process/log.ts";

/** ms after a cell until it is written: cells come first. */
const WRITE_DELAY = 250;
/** Cells that wait in memory while the file is locked; older ones are then given up. */
const MOST_WAITING = 1000;

/** UTF-16 units of a result that are kept, and of a cell: beyond it nobody looks it up again. */
const LONGEST_OUTPUT = 10_000;
const LONGEST_INPUT = 1_000_000;

export class History {
  readonly #file: string;
  readonly #log: Log;
  #database: DatabaseSync | undefined;
  #session = 0;
  #waiting: { line: number; code: string; output: string | null }[] = [];
  /** Results of cells that were written before their end. */
  readonly #outputs = new Map<number, string>();
  #timer: NodeJS.Timeout | undefined;

  /** @param file where the history lies; ":memory:" keeps it for this session alone */
  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  add(line: number, code: string): void {
    if (code.length > LONGEST_INPUT) return;
    this.#waiting.push({ line, code, output: null });
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#timer ??= setTimeout(() => this.#write(), WRITE_DELAY).unref();
  }

  /** The text of the result of that line, whose cell is over. */
  addOutput(line: number, text: string): void {
    const output = text.length > LONGEST_OUTPUT ? `${text.slice(0, LONGEST_OUTPUT)}…` : text;
    const entry = this.#waiting.find((each) => each.line === line);
    if (entry) entry.output = output;
    else if (this.#outputs.size < MOST_WAITING) this.#outputs.set(line, output);
    this.#timer ??= setTimeout(() => this.#write(), WRITE_DELAY).unref();
  }

  /** Entries as `history_reply` carries them, oldest first; none when the file cannot be read. */
  find(query: HistoryContent): ReplyContent["history_reply"]["history"] {
    this.#write();
    if (!this.#database) return [];
    try {
      const rows = selectHistory(this.#database, query, this.#session);
      return rows.map(({ session, line, input, output }) => [
        session,
        line,
        query.output ? [input, output] : input,
      ]);
    } catch (error) {
      this.#log("warning", `history cannot be read: ${explain(error)}`);
      return [];
    }
  }

  close(): void {
    if (this.#waiting.length > 0 || this.#outputs.size > 0) this.#write();
    this.#database?.close();
    this.#database = undefined;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const database = this.#open();
    if (!database || (this.#waiting.length === 0 && this.#outputs.size === 0)) return;
    try {
      database.exec("BEGIN");
      const insert = database.prepare(
        "INSERT INTO cells (session, line, input, output) VALUES (?, ?, ?, ?)",
      );
      for (const { line, code, output } of this.#waiting)
        insert.run(this.#session, line, code, output);
      const update = database.prepare("UPDATE cells SET output = ? WHERE session = ? AND line = ?");
      for (const [line, output] of this.#outputs) update.run(output, this.#session, line);
      database.exec("COMMIT");
      this.#waiting = [];
      this.#outputs.clear();
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      this.#log("warning", `history is not written yet: ${explain(error)}`);
    }
  }

  #open(): DatabaseSync | undefined {
    if (this.#database) return this.#database;
    try {
      if (this.#file !== ":memory:") mkdirSync(dirname(this.#file), { recursive: true });
      this.#use(openHistory(this.#file));
    } catch (error) {
      this.#log(
        "warning",
        `history of this session is not kept in ${this.#file}: ${explain(error)}`,
      );
      this.#setAside(error);
      this.#use(openHistory(":memory:"));
    }
    return this.#database;
  }

  #use({ database, session }: { database: DatabaseSync; session: number }): void {
    this.#database = database;
    this.#session = session;
  }

  /** A file that is no database is moved out of the way, for the next session to start a new one. */
  #setAside(error: unknown): void {
    const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
    if (code !== SQLITE_CORRUPT && code !== SQLITE_NOTADB) return;
    try {
      renameSync(this.#file, `${this.#file}.broken`);
    } catch (cause) {
      this.#log("warning", `the broken history stays where it is: ${explain(cause)}`);
    }
  }
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
