// Runs in a page that nbconvert exported: draws every figure that our template left as JSON. Needs no network.
import { draw } from "../draw.ts";
import { isFigure } from "../plotly.ts";

const plotly = window.Plotly;
for (const node of document.querySelectorAll<HTMLElement>(".convlab-figure")) {
  const json = node.querySelector("script")?.textContent ?? "null";
  const words = node.getAttribute("aria-label") ?? undefined;
  const figure: unknown = JSON.parse(json);
  node.replaceChildren();
  if (plotly && isFigure(figure)) draw(node, plotly, figure, words);
  else node.textContent = words ?? "A figure that could not be drawn.";
}
