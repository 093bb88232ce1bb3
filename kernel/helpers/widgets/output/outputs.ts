// What code printed and showed, as a notebook's file keeps it.
import { wordsIn, type Bundle, type Said } from "../host.ts";

/** One output, with the notebook format's names. */
export type SavedOutput =
  | {
      readonly output_type: "stream";
      readonly name: "stdout" | "stderr";
      readonly text: string;
    }
  | { readonly output_type: "display_data"; readonly data: Bundle; readonly metadata: Bundle }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** UTF-16 units of text that one list holds; the page gets all of it at each change. */
const mostText = 1 << 20;

/** A list of outputs that grows as a cell's do. */
export class Outputs {
  #list: SavedOutput[];
  /** Places of displays that have a name. */
  readonly #places = new Map<string, number>();
  #clearsAtNext = false;
  #printed = 0;

  constructor(list: readonly SavedOutput[] = []) {
    this.#list = [...list];
  }

  get list(): readonly SavedOutput[] {
    return this.#list;
  }

  clear(wait: boolean): void {
    this.#clearsAtNext = wait;
    if (wait) return;
    this.#list = [];
    this.#places.clear();
    this.#printed = 0;
  }

  /** Takes what was said; false: it does not belong here. */
  take(said: Said): boolean {
    switch (said.type) {
      case "stream":
        this.#print(said.name, said.text);
        return true;
      case "display":
        this.#push({ output_type: "display_data", data: said.data, metadata: said.metadata });
        if (said.displayId !== undefined) this.#places.set(said.displayId, this.#list.length - 1);
        return true;
      case "update-display": {
        const place = this.#places.get(said.displayId ?? "");
        if (place === undefined) return false;
        this.#list = this.#list.with(place, {
          output_type: "display_data",
          data: said.data,
          metadata: said.metadata,
        });
        return true;
      }
      case "clear-output":
        this.clear(said.wait);
        return true;
      case "error": {
        const { name, message, traceback } = said.error;
        this.#push({ output_type: "error", ename: name, evalue: message, traceback });
        return true;
      }
      default:
        return false; // a question or a page of help goes its usual way
    }
  }

  #print(name: "stdout" | "stderr", text: string): void {
    if (this.#printed > mostText) return;
    this.#printed += text.length;
    const shown =
      this.#printed > mostText
        ? `${text}\n[more text than an Output holds; the rest is left out]`
        : text;
    const last = this.#clearsAtNext ? undefined : this.#list.at(-1);
    if (last?.output_type === "stream" && last.name === name)
      this.#list = this.#list.with(-1, { ...last, text: last.text + shown });
    else this.#push({ output_type: "stream", name, text: shown });
  }

  #push(output: SavedOutput): void {
    if (this.#clearsAtNext) this.clear(false);
    this.#list = [...this.#list, output];
  }
}

/** The words of outputs, for where there is no page. */
export function wordsOf(list: readonly SavedOutput[]): string {
  return list
    .map((output) => {
      switch (output.output_type) {
        case "stream":
          return output.text.replace(/\n$/u, "");
        case "display_data":
          return wordsIn(output.data);
        case "error":
          return output.traceback.join("\n");
        default:
          return output satisfies never;
      }
    })
    .filter((words) => words !== "")
    .join("\n");
}

/** The last thing shown, where it is more than words. */
export function pictureOf(list: readonly SavedOutput[]): Bundle {
  const last = list.findLast((output) => output.output_type === "display_data");
  return last && "data" in last ? last.data : {};
}
