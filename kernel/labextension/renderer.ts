// JupyterLab's renderer of plotly figures.
import { draw } from "./draw.ts";
import type { LuminoWidgets, MimeExtension, MimeModel, Renderer } from "./jupyter.ts";
import { loadPlotly } from "./load-plotly.ts";
import { isFigure } from "./plotly.ts";
import { kindOf, putAway, takeOver, type Drawn } from "./spare.ts";

const mimeType = "application/vnd.plotly.v1+json";

function textOf(value: unknown): string | undefined {
  return Array.isArray(value) ? value.join("") : typeof value === "string" ? value : undefined;
}

/** The package's MIME extension, made of the page's own Widget class. */
export function mimeExtension({ Widget }: LuminoWidgets): MimeExtension {
  class FigureRenderer extends Widget implements Renderer {
    private drawn: Drawn | undefined;

    async renderModel(model: MimeModel): Promise<void> {
      const figure = model.data[mimeType];
      const words = textOf(model.data["text/plain"]);
      try {
        if (!isFigure(figure))
          throw new Error("this output is not a plotly figure: it has no list `data`");
        const plotly = await loadPlotly();
        if (this.isDisposed) return;
        const kind = kindOf(figure);
        const drawn = this.drawn ?? takeOver(kind);
        if (drawn) {
          this.drawn = { ...drawn, kind };
          if (drawn.element.parentNode !== this.node) this.node.replaceChildren(drawn.element);
          await drawn.drawing.update(figure, words);
        } else {
          const element = document.createElement("div");
          element.className = "convlab-figure";
          this.node.replaceChildren(element);
          this.drawn = { element, drawing: draw(element, plotly, figure, words), kind };
        }
      } catch (error) {
        this.node.textContent = `${words ?? "Figure"}\n(${error instanceof Error ? error.message : String(error)})`;
        console.error("convlab: a figure could not be drawn", error);
      }
    }

    override dispose(): void {
      if (this.drawn && !this.isDisposed) putAway(this.drawn);
      super.dispose();
    }
  }
  return {
    id: "convlab:figures",
    dataType: "json",
    rank: 10,
    rendererFactory: {
      safe: true,
      mimeTypes: [mimeType],
      createRenderer: () => new FigureRenderer(),
    },
  };
}
