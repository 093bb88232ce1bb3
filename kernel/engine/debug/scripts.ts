// The scripts of the user's own text: V8's positions in them, and the places in the cells that they stand for.
import { isOwnFile } from "../installation.ts";
import type { ScriptInfo } from "./inside/probe.ts";
import { originalOffset } from "../run/cells.ts";
import { lineStarts, type Anchors } from "../rewrite/slices.ts";
import { lineAt } from "./code-lines.ts";

/** A position as V8 counts: both from 0. */
export interface Position {
  readonly lineNumber: number;
  readonly columnNumber?: number | undefined;
}

/** A place in the user's text; line and column from 1. */
export interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** One script of the user's text: a run of a cell, or a load of a local file. */
export class UserScript {
  readonly id: string;
  readonly info: ScriptInfo;
  readonly isCell: boolean;
  /** How a debugger names the text. */
  readonly source: string;
  readonly #scriptLines: readonly number[];
  readonly #sourceLines: readonly number[];
  /** Where the function around a cell begins; far away where there is none. */
  readonly #wrapper: number;

  constructor(id: string, info: ScriptInfo, source: string) {
    this.id = id;
    this.info = info;
    this.isCell = isCellFile(info.file);
    this.source = source;
    this.#scriptLines = lineStarts(info.script);
    this.#sourceLines = lineStarts(info.source);
    const head = info.script.search(/\(async \(\) => \{const \$wait = |\(\(\) => \{/u);
    this.#wrapper = info.script.endsWith("\n})()") && head !== -1 ? head : Infinity;
  }

  /** Offset in the script. */
  offset({ lineNumber, columnNumber = 0 }: Position): number {
    const start = this.#scriptLines[lineNumber];
    return start === undefined ? this.info.script.length : start + columnNumber;
  }

  /** The user's place of a call; undefined at a cell's end and for the call of the function that it is wrapped in. */
  place(position: Position): Place | undefined {
    const { anchors, script } = this.info;
    const at = this.offset(position);
    if (this.isCell && at >= script.length - (script.endsWith("\n})()") ? 4 : 0)) return undefined;
    const offset = originalOffset(anchors, at);
    const line = lineAt(this.#sourceLines, offset);
    return { offset, line, column: offset - (this.#sourceLines[line - 1] ?? 0) + 1 };
  }

  /** As `place`, where the user may want to stop: undefined, too, for statements that the engine has added. */
  spot(position: Position): Place | undefined {
    const { anchors, script } = this.info;
    const isOurs = this.isCell && isAdded(script, anchors, this.offset(position));
    return isOurs ? undefined : this.place(position);
  }

  /** True where the function at that position is the one that a cell is wrapped in. */
  isTop(position: Position): boolean {
    const at = this.offset(position);
    return this.isCell && (at === 0 || (at > this.#wrapper && at < this.#wrapper + 9));
  }
}

/** What the rewriter adds where a statement may begin: the function around a cell, functions moved to the top. */
const added =
  /^(\((async )?\(\) => \{|(const )?\$wait = |convlab\$|[\p{ID_Continue}$]+ = (async )?function\b)/u;

/** True for code that stands nowhere in the cell: neither copied nor the beginning of a statement. */
function isAdded(script: string, anchors: Anchors, at: number): boolean {
  return added.test(script.slice(at, at + 80)) && !hasAnchor(anchors, at);
}

function hasAnchor(anchors: Anchors, at: number): boolean {
  for (let index = 0; index < anchors.length; index += 2) if (anchors[index] === at) return true;
  return false;
}

/** True for the file name that the engine gives to a cell. */
export function isCellFile(url: string): boolean {
  return /\/convlab-cell-\d+\.ts$/u.test(url);
}

/** Knows V8's scripts by number. */
export class Scripts {
  readonly #urls = new Map<string, string>();
  readonly #users = new Map<string, Promise<UserScript | undefined>>();
  readonly #ask: (file: string) => Promise<ScriptInfo | undefined>;
  readonly #nameSource: (code: string) => string;

  /** @param ask fetches what the process that runs the cells knows of a file */
  constructor(
    ask: (file: string) => Promise<ScriptInfo | undefined>,
    nameSource: (code: string) => string,
  ) {
    this.#ask = ask;
    this.#nameSource = nameSource;
  }

  /** V8 has read a script. */
  add(id: string, url: string): void {
    this.#urls.set(id, url);
  }

  url(id: string): string {
    return this.#urls.get(id) ?? "";
  }

  /** Number of the newest script of a file. */
  idOf(url: string): string | undefined {
    return [...this.#urls].findLast(([, each]) => each === url)?.[0];
  }

  /** The user's script of that number; undefined: the engine's, Node's or a package's. */
  user(id: string): Promise<UserScript | undefined> {
    const url = this.url(id);
    if (url === "" || (!isCellFile(url) && !isLocalFile(url))) return Promise.resolve(undefined);
    let found = this.#users.get(id);
    if (found === undefined) {
      found = this.#read(id, url);
      this.#users.set(id, found);
    }
    return found;
  }

  /** All of the user's scripts, oldest first. */
  async all(): Promise<UserScript[]> {
    const found = await Promise.all([...this.#urls.keys()].map((id) => this.user(id)));
    return found.filter((script) => script !== undefined);
  }

  async #read(id: string, url: string): Promise<UserScript | undefined> {
    const info = await this.#ask(url);
    if (info === undefined) return undefined;
    const isCell = isCellFile(url);
    return new UserScript(id, info, isCell ? this.#nameSource(info.source) : info.label);
  }
}

function isLocalFile(url: string): boolean {
  return /\.([cm]?ts|[jt]sx)(\?convlab=\d+)?$/u.test(url) && !isOwnFile(url) && !isPackage(url);
}

function isPackage(url: string): boolean {
  return url.includes("/node_modules/");
}
