import { expect, test } from "vitest";
import {
  filterGallery,
  heatmap,
  imageGrid,
  linePlot,
  saliencyOverlay,
  scatterPlot,
  slidingWindow,
  surfacePlot,
  type Figure,
} from "../../../kernel/helpers/viz/index.ts";
import { ones, random, tensor, zeros, type Tensor } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";

const image = tensor([
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
]);
const corner = tensor([
  [0, 0],
  [0, -1],
]);

/** What a notebook gets to show. */
function bundleOf(figure: Figure): Record<string, unknown> {
  const show: unknown = Reflect.get(figure, Symbol.for("Jupyter.display"));
  return (show as () => Record<string, unknown>).call(figure);
}

const figures: readonly (readonly [string, Figure])[] = [
  ["heatmap", heatmap(image, { title: "Nine pixels", unit: "grey value" })],
  ["imageGrid", imageGrid({ image, corner }, { title: "Two" })],
  ["filterGallery", filterGallery({ corner }, image, (t) => t)],
  ["slidingWindow", slidingWindow(image, corner, ones([2, 2]))],
  ["linePlot", linePlot({ a: [1, 2] }, { title: "Line" })],
  ["saliencyOverlay", saliencyOverlay(image, image)],
  ["scatterPlot", scatterPlot([[1, 2]])],
  ["surfacePlot", surfacePlot(image)],
];

test.each(figures)(
  "%s shows itself as a plotly figure, and as words where nothing can draw",
  (_, figure) => {
    const bundle = bundleOf(figure);
    expect(Object.keys(bundle)).toEqual(["application/vnd.plotly.v1+json", "text/plain"]);
    expect(bundle["application/vnd.plotly.v1+json"]).toMatchObject({
      data: figure.data,
      layout: figure.layout,
    });
    expect(String(bundle["text/plain"])).toMatch(/\w+.*\[/s);
  },
);

test.each(figures)(
  "%s is plain JSON with a title, and leaves the page's colours alone",
  (_, figure) => {
    expect(JSON.parse(JSON.stringify(figure))).toEqual({ ...figure });
    expect(figure.layout["title"]).toHaveProperty("text");
    expect(figure.layout).not.toHaveProperty("paper_bgcolor");
    expect(figure.layout).not.toHaveProperty("font");
  },
);

test("a heat map has row 0 on top, square cells, axis names with units and its numbers in the cells", () => {
  const { data, layout } = heatmap(image, { unit: "grey value" });
  expect(data[0]).toMatchObject({
    z: [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ],
    text: [
      ["1", "2", "3"],
      ["4", "5", "6"],
      ["7", "8", "9"],
    ],
    colorbar: { title: { text: "grey value" } },
  });
  expect(layout["yaxis"]).toMatchObject({
    autorange: "reversed",
    scaleanchor: "x",
    title: { text: "row (pixels)" },
  });
  expect(layout["xaxis"]).toMatchObject({ title: { text: "column (pixels)" } });
});

test("numbers are left out of large heat maps, unless asked for", () => {
  expect(heatmap(zeros([16, 16])).data[0]).not.toHaveProperty("text");
  expect(heatmap(zeros([16, 16]), { showValues: true }).data[0]).toHaveProperty("text");
});

test("colours are even around 0 as soon as a number is negative", () => {
  expect(heatmap([[-1, 4]]).data[0]).toMatchObject({ colorscale: "RdBu", zmin: -4, zmax: 4 });
  expect(heatmap([[1, 4]]).data[0]).toMatchObject({ colorscale: "Viridis", zmin: 1, zmax: 4 });
  expect(heatmap([[2, 2]]).data[0]).toMatchObject({ zmin: 1, zmax: 3 });
});

test("a number that is not finite leaves an empty cell with its name in it", () => {
  expect(heatmap([[Number.NaN, 1 / 3]]).data[0]).toMatchObject({
    z: [[null, 1 / 3]],
    text: [["NaN", "0.3333"]],
  });
});

test("a grid gives each picture a place, a name and, on demand, one scale for all", () => {
  const { data, layout } = imageGrid({ image, corner }, { sameScale: true, columns: 2 });
  expect(data.map(({ zmin, zmax }) => [zmin, zmax])).toEqual([
    [-9, 9],
    [-9, 9],
  ]);
  expect(data.map(({ xaxis }) => xaxis)).toEqual(["x", "x2"]);
  expect(layout["annotations"]).toMatchObject([{ text: "image" }, { text: "corner" }]);
});

test("a gallery has every filter above what the given function makes of the picture", () => {
  const seen: Tensor[] = [];
  const filters = { a: corner, b: ones([2, 2]), c: ones([1, 1]) };
  const { data } = filterGallery(
    filters,
    image,
    (photo, filter) => {
      seen.push(photo, filter);
      return ones([2, 2]);
    },
    { columns: 2 },
  );
  expect(seen).toHaveLength(6);
  expect(data.map(({ name }) => name)).toEqual([
    "a",
    "b",
    "after a [2, 2]",
    "after b [2, 2]",
    "c",
    "after c [2, 2]",
  ]);
});

test("the sliding window has one step for each output cell, in reading order", () => {
  const { frames = [], data } = slidingWindow(image, corner, [
    [-5, -6],
    [-8, -9],
  ]);
  expect(frames).toHaveLength(4);
  expect(frames[2]).toMatchObject({
    name: "2",
    traces: [1, 2],
    data: [
      {
        // the window at row 1, column 0, times the filter
        text: [
          ["4·0", "5·0"],
          ["7·0", "8·−1"],
        ],
      },
      {
        z: [
          [-5, -6],
          [-8, null],
        ],
      },
    ],
    layout: {
      shapes: [
        { x0: -0.5, x1: 1.5, y0: 0.5, y1: 2.5 },
        { x0: -0.5, x1: 0.5, y0: 0.5, y1: 1.5 },
      ],
    },
  });
  expect(data[2]).toMatchObject({
    z: [
      [-5, null],
      [null, null],
    ],
  });
});

test("a stride moves the window by as many pixels", () => {
  const { frames = [] } = slidingWindow(zeros([5, 5]), zeros([3, 3]), zeros([2, 2]), { stride: 2 });
  expect(frames[3]).toMatchObject({ layout: { shapes: [{ x0: 1.5, y0: 1.5 }, {}] } });
});

test("views are drawn as they are seen", () => {
  expect(heatmap(image.transpose(1, 0)).data[0]).toMatchObject({
    text: [
      ["1", "4", "7"],
      ["2", "5", "8"],
      ["3", "6", "9"],
    ],
  });
});

test("a line plot names its axes with units and every line in the legend", () => {
  const { data, layout } = linePlot(
    { loss: [3, 2], validation: [4, 3] },
    { xLabel: "epoch", yLabel: "time", yUnit: "s", x: [1, 2] },
  );
  expect(data).toMatchObject([{ name: "loss", x: [1, 2], y: [3, 2] }, { name: "validation" }]);
  expect(layout).toMatchObject({
    showlegend: true,
    xaxis: { title: { text: "epoch" } },
    yaxis: { title: { text: "time (s)" } },
  });
});

test.each<[string, () => unknown, string]>([
  ["a vector as a heat map", () => heatmap([1, 2]), "WRONG_RANK"],
  ["an empty picture", () => heatmap(zeros([0, 3])), "EMPTY"],
  ["no pictures", () => imageGrid([]), "NO_IMAGES"],
  ["an output of the wrong size", () => slidingWindow(image, corner, ones([3, 3])), "OUTPUT_SIZE"],
  [
    "too many steps",
    () => slidingWindow(random([14, 14], { seed: 1 }), [[1]], zeros([14, 14])),
    "TOO_MANY_STEPS",
  ],
  ["no lines", () => linePlot({}), "NO_SERIES"],
  ["a matrix as a line", () => linePlot({ image }), "WRONG_RANK"],
])("%s is refused with %3$s", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});
