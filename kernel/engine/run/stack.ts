// Stack traces that name cells: our own and Node's frames go, `Cell [5], line 3, column 7` stands for a script's place.
import { fileURLToPath } from "node:url";
import { isHelperFile, isOwnFile } from "../installation.ts";
import type { Cells, Frame } from "./cells.ts";

/** Captures frames of every error of this process from its making on. */
export class Stacks {
  readonly #cells: Cells;
  readonly #frames = new WeakMap<object, readonly Frame[]>();
  readonly #inHelpers = new WeakSet<object>();

  constructor(cells: Cells) {
    this.#cells = cells;
    Error.stackTraceLimit = 50; // most are dropped again
    Error.prepareStackTrace = (error: Error, sites: NodeJS.CallSite[]): string => {
      const frames = sites.flatMap((site) => this.#frame(site) ?? []);
      if (sites.some((site) => isHelperFile(site.getFileName() ?? ""))) this.#inHelpers.add(error);
      this.#frames.set(error, frames);
      return [headerOf(error), ...frames.slice(0, 20).map(frameLine)].join("\n");
    };
  }

  /** The frames of an error; none when it is no error or was made in another context. */
  of(error: object): readonly Frame[] {
    // the stack is formatted, and with it captured, at its first reading
    if (!this.#frames.has(error)) void Reflect.get(error, "stack");
    return this.#frames.get(error) ?? [];
  }

  /**
   * The frames of the code that runs below the caller. `isBusy` is false when nothing but Node and the engine runs:
   * the helpers count as the notebook's work, though their frames are not shown.
   */
  here(): { readonly frames: readonly Frame[]; readonly isBusy: boolean } {
    const error = new Error("here");
    const frames = this.of(error);
    return { frames, isBusy: frames.length > 0 || this.#inHelpers.has(error) };
  }

  #frame(site: NodeJS.CallSite): Frame | undefined {
    const file = site.getFileName() ?? site.getScriptNameOrSourceURL() ?? "";
    const line = site.getLineNumber() ?? 1;
    const column = site.getColumnNumber() ?? 1;
    const place = this.#cells.place(file, line, column);
    if (place === "wrapper") return undefined;
    if (place === undefined && (file === "" || file.startsWith("node:") || isOwnFile(file)))
      return undefined;
    return {
      caller: callerOf(site, place !== undefined),
      place,
      file: shortName(file),
      line,
      column,
    };
  }
}

/** `    at f (Cell [5], line 3, column 7)` */
export function frameLine({ caller, place, file, line, column }: Frame): string {
  const where =
    place === undefined
      ? `${file}:${line}:${column}`
      : `${place.cell.label}, line ${place.line}, column ${place.column}`;
  return caller === undefined ? `    at ${where}` : `    at ${caller} (${where})`;
}

function callerOf(site: NodeJS.CallSite, isCell: boolean): string | undefined {
  const name = site.getFunctionName();
  const type = site.getTypeName();
  const method = site.getMethodName();
  if (name === null) return undefined;
  if (site.isConstructor()) return `new ${name}`;
  const isMethod = type !== null && type !== "Object" && type !== "global" && method !== null;
  if (isCell && site.isToplevel() && name === "") return undefined;
  const full = isMethod && !name.includes(".") ? `${type}.${name}` : name;
  return site.isAsync() ? `async ${full}` : full;
}

function shortName(file: string): string {
  if (!file.startsWith("file:")) return file;
  const withoutVersion = file.replace(/\?convlab=\d+$/u, "");
  try {
    return fileURLToPath(withoutVersion);
  } catch (error) {
    // a file URL of another machine's form; shown as it is
    return error instanceof TypeError ? withoutVersion : String(error);
  }
}

function headerOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch (inner) {
    return `Error (its name or message cannot be read: ${typeof inner})`;
  }
}
