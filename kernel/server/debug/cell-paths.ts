// Cells have no files; to a debugger's page each text is one, by a name that both sides compute.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { murmur2 } from "./murmur2.ts";

/** How a page computes the path of a cell: prefix + hash of its UTF-8 text + suffix. */
export interface PathRule {
  readonly hashMethod: "Murmur2";
  readonly hashSeed: number;
  readonly tmpFilePrefix: string;
  readonly tmpFileSuffix: string;
}

/** Texts of cells that were never run; older ones are forgotten. */
const remembered = 1000;

/** Paths of texts, and the texts of paths. */
export class CellPaths {
  readonly rule: PathRule;
  readonly #texts = new Map<string, string>();

  /**
   * @param folder where the paths seem to lie; nothing is written there. JupyterLab writes `Cell [5]` in place of a path
   * only where it reads "ipykernel_" in it.
   */
  constructor(folder: string = join(tmpdir(), `convlab-ipykernel_${process.pid}`)) {
    this.rule = {
      hashMethod: "Murmur2",
      hashSeed: 0xc70f6907, // ipykernel's
      tmpFilePrefix: join(folder, "/"),
      tmpFileSuffix: ".ts",
    };
  }

  /** The path of a cell's text. */
  pathOf(code: string): string {
    const { hashSeed, tmpFilePrefix, tmpFileSuffix } = this.rule;
    return `${tmpFilePrefix}${murmur2(new TextEncoder().encode(code), hashSeed)}${tmpFileSuffix}`;
  }

  /** The path of a text that will be asked for by it. */
  remember(code: string): string {
    const path = this.pathOf(code);
    this.#texts.set(path, code);
    if (this.#texts.size > remembered) {
      const [oldest] = this.#texts.keys();
      if (oldest !== undefined) this.#texts.delete(oldest);
    }
    return path;
  }

  textOf(path: string): string | undefined {
    return this.#texts.get(path);
  }
}
