// What the user typed, kept in a small SQLite file over all sessions. Trouble with the file never stops a cell.
import { mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { HistoryContent, ReplyContent } from "../protocol/index.ts";
import { openHistory, selectHistory } from "./history-database.ts";
import { explain, type Log } from "./log.ts";

/** ms after a cell until it is written: cells come first. */
const WRITE_DELAY = 250;
/** Cells that wait in memory while the file is locked; older ones are then given up. */
const MOST_WAITING = 1000;

export class History {
  readonly #file: string;
  readonly #log: Log;
  #database: DatabaseSync | undefined;
  #session = 0;
  #waiting: { line: number; code: string }[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param file where the history lies; ":memory:" keeps it for this session alone */
  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  add(line: number, code: string): void {
    this.#waiting.push({ line, code });
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#timer ??= setTimeout(() => this.#write(), WRITE_DELAY).unref();
  }

  /** Entries as `history_reply` carries them, oldest first; none when the file cannot be read. */
  find(query: HistoryContent): ReplyContent["history_reply"]["history"] {
    this.#write();
    if (!this.#database) return [];
    try {
      const rows = selectHistory(this.#database, query, this.#session);
      return rows.map(({ session, line, input }) => [
        session,
        line,
        query.output ? [input, null] : input, // outputs are not kept: a notebook has them
      ]);
    } catch (error) {
      this.#log("warning", `history cannot be read: ${explain(error)}`);
      return [];
    }
  }

  close(): void {
    if (this.#waiting.length > 0) this.#write();
    this.#database?.close();
    this.#database = undefined;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const database = this.#open();
    if (!database || this.#waiting.length === 0) return;
    try {
      database.exec("BEGIN");
      const insert = database.prepare("INSERT INTO cells (session, line, input) VALUES (?, ?, ?)");
      for (const { line, code } of this.#waiting) insert.run(this.#session, line, code);
      database.exec("COMMIT");
      this.#waiting = [];
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
