// A notebook as it is saved after a run: prose, a figure and its words; signed by nobody, so JupyterLab does not trust it.

/** The figure: a bar of each height, with a title and axis names. */
export const figure = {
  data: [{ type: "bar", x: ["a", "b", "c"], y: [1, 3, 2] }],
  layout: {
    title: { text: "Counts of three letters" },
    xaxis: { title: { text: "letter" } },
    yaxis: { title: { text: "count" } },
  },
} as const;

/** What stands beside the figure for who cannot see it. */
export const figureWords = "Bar chart: a 1, b 3, c 2";

/** The notebook's text; `outputs` of its one code cell may be replaced. */
export function figureNotebook(outputs: readonly unknown[] = [figureOutput]): string {
  return JSON.stringify({
    cells: [
      { cell_type: "markdown", id: "prose", metadata: {}, source: "# A saved figure\n$E = mc^2$" },
      {
        cell_type: "code",
        id: "plot",
        metadata: {},
        execution_count: 1,
        source: "const heights: number[] = [1, 3, 2];",
        outputs,
      },
    ],
    metadata: {
      kernelspec: { name: "convlab", display_name: "TypeScript (Convlab)", language: "typescript" },
      language_info: {
        name: "typescript",
        mimetype: "text/typescript",
        file_extension: ".ts",
        pygments_lexer: "typescript",
        codemirror_mode: "typescript",
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

const figureOutput = {
  output_type: "display_data",
  metadata: {},
  data: { "application/vnd.plotly.v1+json": figure, "text/plain": figureWords },
};
