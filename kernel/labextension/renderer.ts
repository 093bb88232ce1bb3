// JupyterLab's renderer of plotly figures.
import { draw, type Drawing } from "./draw.ts";
import type { LuminoWidgets, MimeExtension, MimeModel, Renderer } from "./jupyter.ts";
import { loadPlotly } from "./load-plotly.ts";
import { isFigure } from "./plotly.ts";

const mimeType = "application/vnd.plotly.v1+json";

function textOf(value: unknown): string | undefined {
  return Array.isArray(value) ? value.join("") : typeof value === "string" ? value : undefined;
}

/** The package's MIME extension, made of the page's own Widget class. */
export function mimeExtension({ Widget }: LuminoWidgets): MimeExtension {
  class FigureRenderer extends Widget implements Renderer {
    private drawing: Drawing | undefined;

    constructor() {
      super();
      this.addClass("convlab-figure");
    }

    async renderModel(model: MimeModel): Promise<void> {
      const figure = model.data[mimeType];
      const words = textOf(model.data["text/plain"]);
      try {
        if (!isFigure(figure))
          throw new Error("this output is not a plotly figure: it has no list `data`");
        if (this.drawing) await this.drawing.update(figure, words);
        else this.drawing = draw(this.node, await loadPlotly(), figure, words);
      } catch (error) {
        this.node.textContent = `${words ?? "Figure"}\n(${error instanceof Error ? error.message : String(error)})`;
        console.error("convlab: a figure could not be drawn", error);
      }
    }

    override dispose(): void {
      this.drawing?.dispose();
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
