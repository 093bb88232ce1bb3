// A plotly figure that shows itself in a notebook, with words for who cannot see it.

/** A plain object of plotly's schema. */
export type Part = Readonly<Record<string, unknown>>;

/** A plotly figure. As the last line of a cell it is drawn; `data` and `layout` are plotly's own and may be changed. */
export interface Figure {
  readonly data: Part[];
  readonly layout: Record<string, unknown>;
  /** Steps of an animation. */
  readonly frames?: readonly Part[];
}

/** What a figure is made of; `words` is its text alternative. */
export interface FigureParts {
  readonly data: readonly Part[];
  readonly layout: Part;
  readonly frames?: readonly Part[];
  readonly words: string;
}

/**
 * A figure for notebooks: drawn where plotly is at hand, words elsewhere. Colours of text and background are left to the
 * page, so that it is readable in a light and in a dark theme.
 */
export function makeFigure({ data, layout, frames, words }: FigureParts): Figure {
  const figure = {
    data: [...data],
    layout: { ...layout },
    ...(frames ? { frames } : {}),
  };
  // Not enumerable: the object is then exactly what plotly takes.
  Object.defineProperty(figure, Symbol.for("Jupyter.display"), {
    value: () => ({
      "application/vnd.plotly.v1+json": { ...figure, config: { responsive: true } },
      "text/plain": words,
    }),
  });
  return figure;
}

/** Words of an axis with its unit: `column (pixels)`. */
export function axisTitle(name: string, unit?: string): Part {
  return { text: unit === undefined || unit === "" ? name : `${name} (${unit})` };
}

/** A number for a cell of a figure: at most four digits, with a true minus sign. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(4))).replaceAll("-", "−");
}
