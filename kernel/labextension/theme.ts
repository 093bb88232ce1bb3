// Colours of the page around a figure: JupyterLab's light or dark theme, or an exported page.

const words: readonly (readonly [name: string, variable: string, light: string])[] = [
  ["text", "--jp-content-font-color1", "#1f1f1f"],
  ["grid", "--jp-border-color2", "#e0e0e0"],
  ["axis", "--jp-border-color1", "#bdbdbd"],
  ["font", "--jp-content-font-family", "system-ui, sans-serif"],
  ["hover", "--jp-layout-color2", "#eeeeee"],
];

function readWords(): Readonly<Record<string, string>> {
  const style = getComputedStyle(document.body);
  return Object.fromEntries(
    words.map(([name, variable, light]) => [
      name,
      style.getPropertyValue(variable).trim() || light,
    ]),
  );
}

/**
 * A plotly template in the page's colours: what a figure says itself wins over it. Backgrounds are transparent, so that
 * the cell's own shows through.
 */
export function pageTemplate(): Readonly<Record<string, unknown>> {
  const { text, grid, axis, font, hover } = readWords();
  const axes = { gridcolor: grid, zerolinecolor: axis, linecolor: axis, automargin: true };
  return {
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { color: text, family: font },
      hoverlabel: { bgcolor: hover, bordercolor: axis, font: { color: text } },
      xaxis: axes,
      yaxis: axes,
    },
  };
}

/** True for an object whose parts can be laid over another's. */
function isParts(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Lays one nested object over another: where both have a part, the upper one's wins. */
export function layOver(
  lower: Readonly<Record<string, unknown>>,
  upper: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const below = lower[key];
    result[key] = isParts(below) && isParts(value) ? layOver(below, value) : value;
  }
  return result;
}
