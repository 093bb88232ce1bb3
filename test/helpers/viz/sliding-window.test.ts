// Row K3: the window with stride, padding and dilation, one step for each output cell.
import fc from "fast-check";
import { expect, test } from "vitest";
import { conv2d } from "../../../kernel/helpers/ops/index.ts";
import {
  arange,
  ones,
  random,
  reshape,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { slidingWindow, type Figure } from "../../../kernel/helpers/viz/index.ts";
import { faultOf } from "../../support/codes.ts";

const image = reshape(arange(9), [3, 3]); // 0 to 8

interface Frame {
  readonly data: readonly { readonly text: readonly (readonly string[])[] }[];
  readonly layout: {
    readonly shapes: readonly Readonly<Record<string, unknown>>[];
    readonly annotations: readonly { readonly text: string }[];
  };
}
const framesOf = (figure: Figure): readonly Frame[] => figure.frames as unknown as readonly Frame[];
/** What frames the window: the shapes of the padding lie under it. */
const around = (frame: Frame | undefined): Frame["layout"]["shapes"] =>
  (frame?.layout.shapes ?? []).filter(({ fillcolor }) => fillcolor === undefined);
const sumAt = (figure: Figure, at: number): string | undefined =>
  framesOf(figure)[at]?.layout.annotations.at(-1)?.text;

test("K3 the input stands in its padding, counted from the image's own first pixel, shaded where it is padding", () => {
  const figure = slidingWindow(image, ones([3, 3]), zeros([2, 3]), {
    padding: [[0, 1], [1, 1]],
  }); // prettier-ignore
  expect(figure.data[0]).toMatchObject({
    z: [
      [0, 0, 1, 2, 0],
      [0, 3, 4, 5, 0],
      [0, 6, 7, 8, 0],
      [0, 0, 0, 0, 0],
    ],
    x0: -1,
    y0: 0,
  });
  expect(figure.layout).toMatchObject({
    xaxis: { range: [-1.5, 3.5] },
    yaxis: { range: [3.5, -0.5] },
  });
  const shapes = figure.layout["shapes"] as readonly Record<string, unknown>[];
  const shaded = shapes.slice(0, 3); // under the frames
  // below, left and right of the image; nothing above it
  expect(shaded).toMatchObject([
    { x0: -1.5, x1: 3.5, y0: 2.5, y1: 3.5 },
    { x0: -1.5, x1: -0.5, y0: -0.5, y1: 2.5 },
    { x0: 2.5, x1: 3.5, y0: -0.5, y1: 2.5 },
  ]);
  expect(shaded.map(({ line }) => line)).toEqual([{ width: 0 }, { width: 0 }, { width: 0 }]);
});

test("K3 the first window begins in the padding, and each step moves it by the stride of its axis", () => {
  const figure = slidingWindow(image, ones([1, 2]), zeros([3, 2]), {
    stride: [2, 3],
    padding: 1,
  });
  const corners = framesOf(figure).map((frame) => [around(frame)[0]?.["y0"], around(frame)[0]?.["x0"]]); // prettier-ignore
  expect(corners).toEqual([[-1.5, -1.5], [-1.5, 1.5], [0.5, -1.5], [0.5, 1.5], [2.5, -1.5], [2.5, 1.5]]); // prettier-ignore
});

test("K3 a dilated window frames its taps alone, with a dotted frame around all of them", () => {
  const filter = tensor([[1, 10], [100, 1000]]); // prettier-ignore
  const figure = slidingWindow(image, filter, [[8620]], { dilation: 2 });
  const [step] = framesOf(figure);
  // pixels 0, 2, 6, 8: the corners; 0 + 20 + 600 + 8000
  expect(step?.data[0]?.text).toEqual([["0·1", "2·10"], ["6·100", "8·1000"]]); // prettier-ignore
  const [taps, span] = around(step);
  const path = String(taps?.["path"]);
  expect(path.match(/M/g)).toHaveLength(4);
  expect(path).toContain("M 1.5,-0.5 L 2.5,-0.5");
  expect(path).not.toContain("M 0.5,");
  expect(span).toMatchObject({ x0: -0.5, x1: 2.5, y0: -0.5, y1: 2.5, line: { dash: "dot" } });
  // a window without gaps has one plain frame
  const [plain] = framesOf(slidingWindow(image, filter, zeros([2, 2])));
  expect(plain?.layout.shapes).toHaveLength(2);
  expect(plain?.layout.shapes[0]).not.toHaveProperty("path");
});

test("K3 every step writes its products as a sum beside the output that was given", () => {
  const figure = slidingWindow(image, [[1, -2]], [[-2, -3], [-5, -6], [-8, 99]]); // prettier-ignore
  expect(sumAt(figure, 1)).toBe("output[0, 1]: 1·1 + 2·−2 → −3");
  // it does not correct you: 7·1 − 8·2 is −9
  expect(sumAt(figure, 5)).toBe("output[2, 1]: 7·1 + 8·−2 → 99");
  const large = slidingWindow(ones([5, 5]), ones([5, 5]), [[25]]);
  expect(sumAt(large, 0)).toBe("output[0, 0]: sum of the 25 products → 25");
});

/** Σ of the products that a step shows. */
const total = ({ data: [products] }: Frame): number =>
  (products?.text ?? []).flat().reduce((sum, term) => {
    const [pixel = 0, weight = 0] = term.replaceAll("−", "-").split("·").map(Number);
    return sum + pixel * weight;
  }, 0);

test("K3 the products of each step add up to what conv2d computes, for any stride, padding and dilation", () => {
  const small = fc.integer({ min: 1, max: 3 });
  const side = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(
      fc.tuple(small, small), fc.tuple(small, small), fc.tuple(small, small),
      fc.tuple(fc.tuple(side, side), fc.tuple(side, side)), fc.integer({ min: 0, max: 1e6 }),
      (taps, stride, dilation, padding, seed) => {
        const whole = (t: Tensor): Tensor => tensor([...t.data].map((v) => Math.round(9 * v)));
        const x = reshape(whole(random([7 * 8], { seed, low: -1 })), [7, 8]);
        const w = reshape(whole(random([taps[0] * taps[1]], { seed: seed + 1, low: -1 })), taps);
        const options = { stride, dilation, padding };
        const batch = conv2d(reshape(x, [1, 7, 8, 1]), reshape(w, [...taps, 1, 1]), undefined, { ...options, fit: "floor" });
        const out = reshape(batch, batch.shape.slice(1, 3));
        const figure = slidingWindow(x, w, out, options);
        expect(framesOf(figure).map(total)).toEqual([...out.data].map((value) => value + 0));
      },
    ),
    { seed: 3, numRuns: 60 },
  );
}); // prettier-ignore

test("K3 in words the animation says its padding, steps and gaps", () => {
  const show: unknown = Reflect.get(
    slidingWindow(image, ones([2, 2]), zeros([3, 1]), { padding: [[1, 1], [0, 0]], dilation: [2, 1], stride: [1, 2] }),
    Symbol.for("Jupyter.display"),
  ); // prettier-ignore
  const words = String((show as () => Record<string, unknown>)()["text/plain"]);
  expect(words).toMatch(
    "A window of 2 by 2 pixels slides over an input of 3 by 3, padded to 5 by 3 (top 1, bottom 1, left 0, right 0) in steps of 1 and 2, its taps 2 and 1 pixels apart; 3 steps fill the output.",
  );
});

test.each<[string, object, string]>([
  ["a stride of 0", { stride: 0 }, "BAD_OPTIONS"],
  ["a padding by name", { padding: "same" }, "BAD_OPTIONS"],
  ["one pair of paddings", { padding: [1, 1] }, "BAD_OPTIONS"],
  ["half a dilation", { dilation: [1, 0.5] }, "BAD_OPTIONS"],
  ["an output that forgets the padding", { padding: 1 }, "OUTPUT_SIZE"],
])("K3 %s is refused with what was given", async (_, options, code) => {
  const fault = await faultOf(() => slidingWindow(image, ones([2, 2]), zeros([2, 2]), options));
  expect(fault.code).toBe(code);
  expect([fault.given, fault.expected, fault.fix]).not.toContain(undefined);
});
