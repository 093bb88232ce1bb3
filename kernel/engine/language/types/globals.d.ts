// What every cell has besides JavaScript itself: see kernel/engine/run for what stands behind the names.

/** Data by MIME type, for example `{ "text/html": "<b>hi</b>" }`. */
type MimeBundle = Readonly<Record<string, unknown>>;

/** Shown elements of JSX; a cell may bring its own by declaring `React`. */
declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: any;
  }
}
