// What every cell has besides JavaScript itself: see kernel/engine/run for what stands behind the names.

/** Data by MIME type, for example `{ "text/html": "<b>hi</b>" }`. */
type MimeBundle = Readonly<Record<string, unknown>>;

/** Shown elements of JSX; a cell may bring its own by declaring `React`. */
declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: any;
  }
}

interface DisplayOptions {
  /** Name of the display, for `updateDisplay`. */
  readonly id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A display that can be changed later. */
interface DisplayHandle {
  readonly id: string;
  /** Shows another value in its place. */
  update(value: unknown): void;
}

interface Display {
  /** Shows a value below the cell: its own picture if it has one, else text. */
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /** Shows ready data by MIME type. */
  raw(bundle: MimeBundle, options?: DisplayOptions): DisplayHandle;
  html(source: string, options?: DisplayOptions): DisplayHandle;
  markdown(source: string, options?: DisplayOptions): DisplayHandle;
  latex(source: string, options?: DisplayOptions): DisplayHandle;
  svg(source: string, options?: DisplayOptions): DisplayHandle;
  /** A PNG image: its bytes, or base64 text. */
  png(image: Uint8Array | string, options?: DisplayOptions): DisplayHandle;
  /** A JPEG image: its bytes, or base64 text. */
  jpeg(image: Uint8Array | string, options?: DisplayOptions): DisplayHandle;
  /** A GIF image: its bytes, or base64 text. */
  gif(image: Uint8Array | string, options?: DisplayOptions): DisplayHandle;
  /** A PDF document: its bytes, or base64 text. */
  pdf(document: Uint8Array | string, options?: DisplayOptions): DisplayHandle;
  /** Runs JavaScript in the page, where the notebook is trusted. */
  javascript(source: string, options?: DisplayOptions): DisplayHandle;
  json(value: unknown, options?: DisplayOptions): DisplayHandle;
  text(text: string, options?: DisplayOptions): DisplayHandle;
}

declare const display: Display;
/** Shows another value in the place of an earlier display. */
declare function updateDisplay(id: string, value: unknown): void;
/** Clears the cell's output; with `wait`, when the next output comes. */
declare function clearOutput(options?: { readonly wait?: boolean }): void;
/** Sets how many megabytes one cell may show from now on (128 at the start); Infinity: no limit. */
declare function limitOutput(megabytes: number): void;
/** Shows text in the front end's pager. */
declare function page(text: unknown): void;
/** Asks the user for a line: `const name = await input("name? ")`. With `password` the line is not shown. */
declare function input(prompt?: string, options?: { readonly password?: boolean }): Promise<string>;
/** Asks the user for a line and stands still until it is there; an empty line means the default. */
declare function prompt(question?: string, byDefault?: string): string;
/** Asks the user yes or no; only y and yes mean yes. */
declare function confirm(question?: string): boolean;
