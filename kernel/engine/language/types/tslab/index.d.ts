// `import * as tslab from "tslab"`: the display API of tslab 1.0 as this kernel offers it, so that its notebooks run here.
// What stands behind the names: kernel/engine/run/modules/tslab.ts.

/** Shows things below the cell. */
export interface Display {
  /** Runs JavaScript in the page. */
  javascript(source: string): void;
  html(source: string): void;
  markdown(source: string): void;
  /** Shows a formula, as `$x^2$`. */
  latex(source: string): void;
  svg(source: string): void;
  /** Shows a PNG image from its bytes. */
  png(image: Uint8Array): void;
  /** Shows a JPEG image from its bytes. */
  jpeg(image: Uint8Array): void;
  /** Shows a GIF image from its bytes. */
  gif(image: Uint8Array): void;
  /** Shows a PDF document from its bytes. */
  pdf(document: Uint8Array): void;
  text(text: string): void;
  /** Shows text or bytes of any MIME type. */
  raw(contentType: string, content: string | Uint8Array): any;
}

/** Shows things below the cell, one under the other. */
export declare const display: Display;

/** One place below the cell: what it shows next replaces what it showed before. */
export declare function newDisplay(): Display;

/** What runs this notebook; `tslab` is the version whose display API this is. */
export declare const versions: {
  readonly tslab: string;
  readonly typescript: string;
  readonly node: string;
};
