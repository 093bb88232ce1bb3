import { expect, test } from "vitest";
import { ones, readImage, zeros, type TensorLike } from "../../../kernel/helpers/tensor/index.ts";
import { showImage, type ShowImageOptions } from "../../../kernel/helpers/viz/index.ts";
import { faultOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

test("a picture shows itself as a PNG whose squares are its pixels, with words beside it", async () => {
  const picture = await showImage(
    [
      [
        [1, 0, 0],
        [0, 0, 1],
      ],
    ],
    { scale: 2 },
  );
  expect(picture).toMatchObject({ width: 4, height: 2 });
  const display: unknown = Reflect.get(picture, Symbol.for("Jupyter.display"));
  const bundle = (display as () => Record<string, string>)();
  expect(bundle["text/plain"]).toBe("picture [1, 2, 3]: 1 rows, 2 columns");
  const shown = await readImage(Buffer.from(bundle["image/png"] ?? "", "base64"));
  const [red, blue] = [
    [1, 0, 0],
    [0, 0, 1],
  ];
  expect(shown).toBeCloseToTensor([
    [red, red, blue, blue],
    [red, red, blue, blue],
  ]);
});

test("small pictures are made large enough to see, large ones stay as they are", async () => {
  expect((await showImage(zeros([28, 28]))).width).toBe(252);
  expect((await showImage(zeros([4, 300]))).width).toBe(300);
});

test("a batch is laid out in rows with a line between", async () => {
  const batch = ones([3, 1, 1, 1]);
  const { png } = await showImage(batch, { columns: 2, scale: 1 });
  expect(await readImage(png)).toBeCloseToTensor([
    [[1], [0], [1]],
    [[0], [0], [0]],
    [[1], [0], [0]],
  ]);
});

test.each<[string, TensorLike, ShowImageOptions, string]>([
  ["a list of numbers", [1, 2], {}, "IMAGE_SHAPE"],
  ["five axes", zeros([1, 1, 1, 1, 1]), {}, "IMAGE_SHAPE"],
  ["an empty batch", zeros([0, 4, 4, 1]), {}, "IMAGE_SHAPE"],
  ["an empty image", zeros([0, 4]), {}, "IMAGE_EMPTY"],
  ["bytes without saying so", [[200]], {}, "IMAGE_RANGE"],
  ["half a pixel", [[1]], { scale: 0.5 }, "BAD_OPTIONS"],
  ["a scale that would fill the memory", zeros([9999, 99]), { scale: 1000 }, "SHAPE_TOO_LARGE"],
  ["no columns", ones([2, 1, 1, 1]), { columns: 0 }, "BAD_OPTIONS"],
])("%s is refused", async (_, image, options, code) => {
  expect((await faultOf(() => showImage(image, options))).code).toBe(code);
});
