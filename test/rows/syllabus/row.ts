/**
 * How the course treats a row: H the student writes it by hand, L uses the library, A arithmetic on a declared graph,
 * F a published figure or a reading (nothing to run), - a matter of the labs; several where parts differ.
 */
type Mode = string;

/** Rows of the syllabus by name: how the course treats it, and its formula or figure. */
export type Rows = Readonly<Record<string, readonly [mode: Mode, item: string]>>;
