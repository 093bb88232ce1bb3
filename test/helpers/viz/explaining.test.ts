// The figures of what a network sees: overlays, maps of points, surfaces. The objects are compared, not pixels.
import { expect, test } from "vitest";
import { reshape, random, tensor } from "../../../kernel/helpers/tensor/index.ts";
import {
  saliencyOverlay,
  scatterPlot,
  surfacePlot,
  type Figure,
} from "../../../kernel/helpers/viz/index.ts";
import { codeOf } from "../../support/codes.ts";

const words = (figure: Figure): string => {
  const show: unknown = Reflect.get(figure, Symbol.for("Jupyter.display"));
  return String((show as () => Record<string, unknown>).call(figure)["text/plain"]);
};

test("V9 V10 V13 the overlay draws the picture in its colours and the map above it, row 0 on top", () => {
  const photo = tensor([
    [
      [0, 0.5, 1],
      [1, 1, 1],
    ],
  ]);
  const figure = saliencyOverlay(photo, [[3, -7]], { title: "Saliency", unit: "|gradient|" });
  expect(figure.data[0]).toMatchObject({ type: "image", z: [[[0, 128, 255], [255, 255, 255]]] }); // prettier-ignore
  expect(figure.data[1]).toMatchObject({ type: "heatmap", z: [[3, -7]], opacity: 0.6, zmin: -7, zmax: 7 }); // prettier-ignore
  expect(figure.layout).toMatchObject({
    title: { text: "Saliency" },
    xaxis: { title: { text: "column (pixels)" } },
    yaxis: { title: { text: "row (pixels)" }, autorange: "reversed" },
  });
  expect(words(figure)).toBe("Saliency [1, 2]: |gradient| is largest at row 0, column 0: 3.");
});

test("the overlay takes grey pictures and a batch of one, and refuses a map of another size with the mend", () => {
  const grey = saliencyOverlay([[0, 2]], [[0, 1]]); // prettier-ignore
  expect(grey.data[0]).toMatchObject({ z: [[[0, 0, 0], [255, 255, 255]]] }); // prettier-ignore
  const batch = reshape(random([12], { seed: 1 }), [1, 2, 2, 3]);
  expect(saliencyOverlay(batch, [[0, 1], [1, 0]]).data.length).toBe(2); // prettier-ignore
  expect(codeOf(() => saliencyOverlay(batch, [[0, 1]]))).toBe("OVERLAY_SIZE");
  expect(codeOf(() => saliencyOverlay(random([2, 2, 2], { seed: 1 }), [[0, 1], [1, 0]]))).toBe("OVERLAY_SIZE"); // prettier-ignore
  expect(codeOf(() => saliencyOverlay(random([2, 2, 2, 3], { seed: 1 }), [[0, 1], [1, 0]]))).toBe("OVERLAY_SIZE"); // prettier-ignore
});

test("V4 a scatter plot has a colour and a legend entry per class, in order, and equal scales on both axes", () => {
  const figure = scatterPlot([[0, 1], [2, 3], [4, 5]], { groups: [10, 2, 10], title: "t-SNE" }); // prettier-ignore
  expect(figure.data).toMatchObject([
    { name: "2", x: [2], y: [3], text: ["point 1"] },
    { name: "10", x: [0, 4], y: [1, 5], text: ["point 0", "point 2"] },
  ]);
  expect(figure.layout).toMatchObject({ showlegend: true, yaxis: { scaleanchor: "x" } });
  expect(words(figure)).toBe("t-SNE [3, 2]: second axis over first axis.\n2: 1, 10: 2");
  expect(codeOf(() => scatterPlot([[1, 2, 3]]))).toBe("SCATTER_POINTS");
  expect(codeOf(() => scatterPlot([[1, 2]], { groups: [] }))).toBe("SCATTER_POINTS");
});

test("V20 a surface has α on the rows, β on the columns and the loss above them; contours are flat", () => {
  const options = { rows: [-1, 1], columns: [0, 5, 9], title: "Loss" };
  const figure = surfacePlot([[1, 2, 3], [4, 5, 6]], options); // prettier-ignore
  expect(figure.data[0]).toMatchObject({ type: "surface", y: [-1, 1], x: [0, 5, 9], z: [[1, 2, 3], [4, 5, 6]] }); // prettier-ignore
  expect(figure.layout).toMatchObject({
    scene: { xaxis: { title: { text: "β" } }, yaxis: { title: { text: "α" } }, zaxis: { title: { text: "loss" } } },
  }); // prettier-ignore
  const flat = surfacePlot([[1, 2, 3], [4, 5, 6]], { ...options, kind: "contour" }); // prettier-ignore
  expect(flat.data[0]).toMatchObject({ type: "contour" });
  expect(flat.layout).toMatchObject({ xaxis: { title: { text: "β" } } });
  expect(words(figure)).toBe("Loss [2, 3]: loss over α and β, from 1 to 6.");
  expect(codeOf(() => surfacePlot([[1, 2]], { rows: [1, 2] }))).toBe("SURFACE_AXES");
});
