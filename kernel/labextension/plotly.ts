// The little that we use of plotly.js.

/** A figure as `application/vnd.plotly.v1+json` carries it. */
export interface Figure {
  readonly data: readonly unknown[];
  readonly layout?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly frames?: readonly unknown[];
}

/** plotly.js, as its script leaves it on the page. */
export interface Plotly {
  newPlot(node: HTMLElement, figure: Figure): Promise<unknown>;
  react(node: HTMLElement, figure: Figure): Promise<unknown>;
  purge(node: HTMLElement): void;
  readonly Plots: { resize(node: HTMLElement): void };
}

declare global {
  interface Window {
    Plotly?: Plotly;
  }
}

/** True for something that plotly can draw. */
export function isFigure(value: unknown): value is Figure {
  return (
    typeof value === "object" && value !== null && "data" in value && Array.isArray(value.data)
  );
}
