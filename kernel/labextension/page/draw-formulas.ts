// Runs in a page that nbconvert exported: turns the formulas of the text into MathML, which every browser draws by itself,
// without fonts and without a network.
import renderMathInElement from "katex/contrib/auto-render";

for (const text of document.querySelectorAll<HTMLElement>(".jp-RenderedMarkdown")) {
  renderMathInElement(text, {
    output: "mathml",
    throwOnError: false,
    delimiters: [
      { left: "$$", right: "$$", display: true },
      { left: "\\[", right: "\\]", display: true },
      { left: "$", right: "$", display: false },
      { left: "\\(", right: "\\)", display: false },
    ],
  });
}
