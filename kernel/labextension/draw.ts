// Draws one figure into an element and keeps it drawn: size of the cell, theme of the page, words for who cannot see it.
import type { Figure, Plotly } from "./plotly.ts";
import { layOver, pageTemplate } from "./theme.ts";

/** A figure on the page. */
export interface Drawing {
  /** Shows another figure in the same place. */
  update(figure: Figure, words: string | undefined): Promise<void>;
  /** Takes it off the page. */
  dispose(): void;
}

/** Height of a figure that does not say its own, in pixels. */
const usualHeight = 400;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The figure in the page's colours; always a fresh copy, since plotly writes into what it is given. */
function prepare(figure: Figure): Figure {
  const copy = structuredClone(figure);
  const layout = copy.layout ?? {};
  const own = isRecord(layout["template"]) ? layout["template"] : {};
  return {
    ...copy,
    layout: {
      height: usualHeight,
      margin: { l: 60, r: 30, t: layout["title"] === undefined ? 30 : 60, b: 50 },
      ...layout,
      template: layOver(pageTemplate(), own),
    },
    config: { displaylogo: false, ...copy.config, responsive: false },
  };
}

/** Words for a screen reader: what the kernel sent beside the figure, else its title. */
function describe(figure: Figure, words: string | undefined): string {
  if (words?.trim()) return words.trim();
  const title = figure.layout?.["title"];
  const text = isRecord(title) ? title["text"] : title;
  return typeof text === "string" && text !== ""
    ? `Figure: ${text.replaceAll(/<[^>]*>/g, " ")}`
    : "Figure";
}

/** Draws a figure as soon as its element has a width, and again whenever its size or the page's theme changes. */
export function draw(node: HTMLElement, plotly: Plotly, first: Figure, words?: string): Drawing {
  let figure = first;
  let drawn: number | undefined; // width that it was drawn for, in pixels
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", describe(figure, words));

  const redraw = async (): Promise<void> => {
    await plotly.react(node, prepare(figure));
  };
  const fit = async (): Promise<void> => {
    const width = Math.round(node.getBoundingClientRect().width);
    if (width === 0 || width === drawn) return;
    const isFirst = drawn === undefined;
    drawn = width;
    if (isFirst) await plotly.newPlot(node, prepare(figure));
    else if (figure.layout?.["width"] === undefined) plotly.Plots.resize(node);
  };
  const sizes = new ResizeObserver(() => void fit()); // plotly shows its own mistakes in the element
  sizes.observe(node);
  const themes = new MutationObserver(() => {
    if (drawn !== undefined) requestAnimationFrame(() => void redraw()); // after the theme's style sheet is in place
  });
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name"] });

  return {
    async update(next, nextWords) {
      figure = next;
      node.setAttribute("aria-label", describe(figure, nextWords));
      if (drawn !== undefined) await redraw();
    },
    dispose() {
      sizes.disconnect();
      themes.disconnect();
      plotly.purge(node);
    },
  };
}
