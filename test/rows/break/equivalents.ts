// Mistakes that are none: with them the code does the same. They are not drawn; each says why.

interface Equivalent {
  readonly file: string;
  /** The place as it stands in the file. */
  readonly place: string;
  readonly mistake: string;
  readonly because: string;
}

export const equivalents: readonly Equivalent[] = [];
