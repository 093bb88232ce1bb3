// Notebooks as the browser tests open them: signed by nobody, so JupyterLab does not trust them.

/** A figure: a bar of each height, with a title and axis names. */
const figure = {
  data: [{ type: "bar", x: ["a", "b", "c"], y: [1, 3, 2] }],
  layout: {
    title: { text: "Counts of three letters" },
    xaxis: { title: { text: "letter" } },
    yaxis: { title: { text: "count" } },
  },
} as const;

/** What stands beside the figure for who cannot see it. */
export const figureWords = "Bar chart: a 1, b 3, c 2";

const metadata = {
  kernelspec: { name: "convlab", display_name: "TypeScript (Convlab)", language: "typescript" },
  language_info: {
    name: "typescript",
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
  },
} as const;

/** A notebook of code cells that nobody has run yet; `kernel` names its kernelspec. */
export function freshNotebook(sources: readonly string[], kernel = "convlab"): string {
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    id: `cell-${index}`,
    metadata: {},
    execution_count: null,
    source,
    outputs: [],
  }));
  const kernelspec = { ...metadata.kernelspec, name: kernel };
  const about = { ...metadata, kernelspec };
  return JSON.stringify({ cells, metadata: about, nbformat: 4, nbformat_minor: 5 });
}

/** A notebook as it is saved after a run: prose, and a cell with the figure. */
export function figureNotebook(): string {
  const output = {
    output_type: "display_data",
    metadata: {},
    data: { "application/vnd.plotly.v1+json": figure, "text/plain": figureWords },
  };
  const cells = [
    { cell_type: "markdown", id: "prose", metadata: {}, source: "# A saved figure\n$E = mc^2$" },
    {
      cell_type: "code",
      id: "plot",
      metadata: {},
      execution_count: 1,
      source: "const heights: number[] = [1, 3, 2];",
      outputs: [output],
    },
  ];
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}
