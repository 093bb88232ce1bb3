import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arange,
  fromArray,
  ones,
  random,
  readImage,
  reshape,
  tensor,
  writeJpeg,
  writePng,
  zeros,
} from "../../../kernel/helpers/tensor/index.ts";
import { faultOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const folder = join(import.meta.dirname, "fixtures/images");
const file = (name: string): Uint8Array => readFileSync(join(folder, name));
const numbers = JSON.parse(readFileSync(join(folder, "numbers.json"), "utf8")) as Record<
  string,
  number[][][]
>;
const pngs = readdirSync(folder).filter((name) => name.endsWith(".png"));
const bytes = { range: "bytes" } as const;

test.each(pngs)("%s, made by Pillow, is read as Pillow reads it", async (name) => {
  const image = await readImage(file(name), bytes);
  // Pillow keeps 16 bits as they are; in 'bytes' they come as 0 to 255
  const scale = name === "grey-16.png" ? 1 / 257 : 1;
  const expected = (numbers[name] ?? []).map((row) => row.map((p) => p.map((v) => v * scale)));
  expect(image).toBeCloseToTensor(expected);
});

test.each(["rgb.jpg", "progressive.jpg", "grey.jpg"])(
  "%s, made by Pillow, is read as Pillow reads it, within 3 of 255",
  async (name) => {
    const image = await readImage(file(name), bytes);
    const expected = tensor(numbers[name] ?? []);
    expect(image.shape).toEqual(expected.shape);
    const errors = expected.data.map((value, i) => Math.abs(value - (image.data[i] ?? -99)));
    expect(Math.max(...errors)).toBeLessThanOrEqual(3);
  },
);

test("numbers come from 0 to 1 unless bytes are asked for, in 8 and in 16 bits", async () => {
  const image = reshape(tensor([0, 51, 255]), [1, 3, 1]);
  for (const bits of [8, 16] as const) {
    const png = await writePng(image, { ...bytes, bits });
    expect(await readImage(png)).toBeCloseToTensor([[[0], [0.2], [1]]]);
    expect(await readImage(png, bytes)).toBeCloseToTensor([[[0], [51], [255]]]);
  }
  expect((await readImage(await writePng(image, bytes), { dtype: "float32" })).data).toBeInstanceOf(
    Float32Array,
  );
});

test("what is written as PNG comes back, whatever its size, channels and bits", async () => {
  const size = fc.integer({ min: 1, max: 9 });
  await fc.assert(
    fc.asyncProperty(
      size,
      size,
      size,
      fc.constantFrom(8, 16),
      fc.integer(),
      async (h, w, c, bits, seed) => {
        const channels = 1 + (c % 4);
        const largest = 2 ** bits - 1;
        const drawn = random([h, w, channels], { seed });
        const image = fromArray(
          drawn.data.map((v) => Math.round(v * largest) / largest),
          drawn.shape,
        );
        const back = await readImage(await writePng(image, { bits: bits === 8 ? 8 : 16 }));
        expect(back).toBeCloseToTensor(image);
      },
    ),
    { seed: 5, numRuns: 60 },
  );
});

test("a view is written as it is seen", async () => {
  const image = reshape(arange(6), [2, 3]).transpose(1, 0);
  const back = await readImage(await writePng(image, bytes), bytes);
  expect(back).toBeCloseToTensor([
    [[0], [3]],
    [[1], [4]],
    [[2], [5]],
  ]);
});

test("a smooth picture written as JPEG comes back nearly the same, and better at higher quality", async () => {
  const image = reshape(arange(256), [16, 16, 1]);
  const worst = async (quality: number): Promise<number> => {
    const back = await readImage(await writeJpeg(image, { ...bytes, quality }), {
      ...bytes,
      channels: 1,
    });
    return Math.max(...back.data.map((v, i) => Math.abs(v - i)));
  };
  expect(await worst(95)).toBeLessThan(6);
  expect(await worst(10)).toBeGreaterThan(await worst(95));
});

test("channels are converted: grey by 0.299 R + 0.587 G + 0.114 B, alpha added as full or left out", async () => {
  const colour = await writePng([
    [
      [1, 0, 0, 0.2],
      [0, 1, 0, 1],
      [0, 0, 1, 1],
    ],
  ]);
  expect(await readImage(colour, { channels: 1 })).toBeCloseToTensor([[[0.299], [0.587], [0.114]]]);
  expect((await readImage(colour, { channels: 3 })).data.slice(0, 3)).toEqual(
    new Float64Array([1, 0, 0]),
  );
  const grey = await writePng([[0.2]]);
  expect(await readImage(grey, { channels: 4 })).toBeCloseToTensor([[[0.2, 0.2, 0.2, 1]]]);
  const greyAlpha = await writePng([[[0.2, 0.4]]]);
  expect(await readImage(greyAlpha, { channels: 4 })).toBeCloseToTensor([[[0.2, 0.2, 0.2, 0.4]]]);
});

test("a JPEG is written in a page too, where there is no Buffer, and leaves none behind", async () => {
  const { Buffer } = globalThis;
  const expected = await writeJpeg(ones([8, 8]));
  try {
    Reflect.deleteProperty(globalThis, "Buffer");
    const made = await writeJpeg(ones([8, 8]));
    expect("Buffer" in globalThis).toBe(false);
    expect([...made]).toEqual([...expected]);
  } finally {
    globalThis.Buffer = Buffer;
  }
});

/** A PNG from its parts, by the specification. */
function png(
  header: readonly number[],
  data: Uint8Array,
  others: readonly Uint8Array[] = [],
): Uint8Array {
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const ihdr = chunk("IHDR", Uint8Array.from(header));
  const parts = [signature, ihdr, ...others, chunk("IDAT", data), chunk("IEND", new Uint8Array())];
  return new Uint8Array(Buffer.concat(parts));
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const made = Buffer.alloc(12 + body.length);
  made.writeUInt32BE(body.length);
  made.write(type, 4, "latin1");
  made.set(body, 8);
  made.writeUInt32BE(crc32(made.subarray(4, 8 + body.length)), 8 + body.length);
  return made;
}

/** width, height, bits, colour type (0 grey), compression, filter, interlacing */
const header = (width: number, height: number, bits = 8, interlaced = 0): number[] => [
  ...[width >>> 24, (width >>> 16) & 255, (width >>> 8) & 255, width & 255],
  ...[height >>> 24, (height >>> 16) & 255, (height >>> 8) & 255, height & 255],
  ...[bits, 0, 0, 0, interlaced],
];

test("rows of 2 bits begin at a byte each", async () => {
  // 5 pixels of 2 bits need 2 bytes: 0b00011011, 0b11000000 is 0 1 2 3 3
  const data = deflateSync(Uint8Array.of(0, 0b00011011, 0b11000000, 0, 0b11111111, 0b01000000));
  expect(await readImage(png(header(5, 2, 2), data))).toBeCloseToTensor([
    [[0], [1 / 3], [2 / 3], [1], [1]],
    [[1], [1], [1], [1], [1 / 3]],
  ]);
});

test("an interlaced PNG is put together from its passes", async () => {
  // 2 × 2: pass 1 is pixel (0, 0), pass 6 is (0, 1), pass 7 is the row below
  const data = deflateSync(Uint8Array.of(0, 10, 0, 20, 0, 30, 40));
  expect(await readImage(png(header(2, 2, 8, 1), data), bytes)).toBeCloseToTensor([
    [[10], [20]],
    [[30], [40]],
  ]);
});

describe("what cannot be read is refused with a reason", () => {
  // a Buffer's slice shares its bytes, that of a Uint8Array copies them
  const good = Uint8Array.from(file("rgb.png"));
  const broken = (at: number): Uint8Array => {
    const copy = good.slice();
    copy[at] = (copy[at] ?? 0) ^ 0xff;
    return copy;
  };
  const pixels = deflateSync(Uint8Array.of(0, 7));
  const bomb = deflateSync(new Uint8Array(2 ** 22));
  const profileBomb = chunk("iCCP", Buffer.concat([Buffer.from("x\0\0"), bomb]));
  test.each<[string, unknown, string]>([
    ["nothing", new Uint8Array(), "IMAGE_UNSUPPORTED"],
    ["a text file", Buffer.from("hello"), "IMAGE_UNSUPPORTED"],
    ["the path of a file", "photo.png", "IMAGE_BYTES"],
    ["a GIF", Buffer.from("GIF89a"), "IMAGE_UNSUPPORTED"],
    ["only the signature", good.slice(0, 8), "IMAGE_CORRUPT"],
    ["half a PNG", good.slice(0, good.length / 2), "IMAGE_CORRUPT"],
    ["a PNG with a wrong header byte", broken(30), "IMAGE_CORRUPT"],
    ["a PNG with wrong pixels", broken(60), "IMAGE_CORRUPT"],
    ["a PNG of which a check sum is wrong", broken(good.length - 13), "IMAGE_CORRUPT"],
    ["a PNG without its last chunk", good.slice(0, -12), "IMAGE_CORRUPT"],
    ["bit depth 3", png(header(1, 1, 3), pixels), "IMAGE_CORRUPT"],
    ["no pixels at all", png(header(0, 5), pixels), "IMAGE_EMPTY"],
    ["100,000 × 100,000 pixels in 70 bytes", png(header(1e5, 1e5), pixels), "IMAGE_TOO_LARGE"],
    ["one pixel that unpacks to 4 MB", png(header(1, 1), bomb), "IMAGE_CORRUPT"],
    ["too few pixels", png(header(2, 2), pixels), "IMAGE_CORRUPT"],
    ["interlaced bits", png(header(9, 9, 1, 1), pixels), "IMAGE_UNSUPPORTED"],
    ["half a JPEG", file("rgb.jpg").slice(0, 400), "IMAGE_CORRUPT"],
    ["a JPEG's first bytes", file("rgb.jpg").slice(0, 20), "IMAGE_CORRUPT"],
    ["a JPEG of 65,535 × 65,535", hugeJpeg(), "IMAGE_TOO_LARGE"],
  ])("%s", async (_, given, code) => {
    const fault = await faultOf(() => readImage(given as Uint8Array, { name: "photo.png" }));
    expect(fault.code).toBe(code);
    expect(fault.fix).toBeTruthy();
  });

  test("the error names the file", async () => {
    const fault = await faultOf(() => readImage(good.slice(0, 40), { name: "cats/1.png" }));
    expect(fault.message).toContain("cats/1.png");
  });

  test("a colour profile that unpacks to much more is not unpacked at all", async () => {
    expect(await readImage(png(header(1, 1), pixels, [profileBomb]), bytes)).toBeCloseToTensor([
      [[7]],
    ]);
  });

  function hugeJpeg(): Uint8Array {
    const made = Uint8Array.from(file("rgb.jpg"));
    const frame = made.findIndex((byte, i) => byte === 0xff && made[i + 1] === 0xc0);
    made.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    return made;
  }

  test.each<[string, () => Promise<unknown>, string]>([
    ["a batch", () => writePng(zeros([2, 4, 4, 3])), "IMAGE_SHAPE"],
    ["five channels", () => writePng(zeros([4, 4, 5])), "IMAGE_SHAPE"],
    ["alpha in a JPEG", () => writeJpeg(zeros([4, 4, 4])), "IMAGE_SHAPE"],
    ["bytes without saying so", () => writePng([[0, 200]]), "IMAGE_RANGE"],
    ["a negative number", () => writePng([[-0.1]]), "IMAGE_RANGE"],
    ["NaN", () => writePng([[Number.NaN]]), "IMAGE_RANGE"],
    ["NaN with clip", () => writePng([[Number.NaN]], { clip: true }), "IMAGE_RANGE"],
    ["an empty image", () => writePng(zeros([0, 3])), "IMAGE_EMPTY"],
    ["quality 0", () => writeJpeg([[1]], { quality: 0 }), "BAD_OPTIONS"],
    ["9 bits", () => writePng([[1]], { bits: 9 as 8 }), "BAD_OPTIONS"],
    ["an unknown range", () => writePng([[1]], { range: "percent" as "unit" }), "BAD_OPTIONS"],
    ["two channels to read", () => readImage(good, { channels: 2 as 3 }), "BAD_OPTIONS"],
    ["words", () => writePng("photo" as unknown as number[]), "NOT_A_TENSOR"],
  ])("%s", async (_, action, code) => {
    expect((await faultOf(action)).code).toBe(code);
  });

  test("clip cuts off what lies outside", async () => {
    const back = await readImage(await writePng([[-3, 0.4, 7]], { clip: true }));
    expect(back).toBeCloseToTensor([[[0], [0.4], [1]]]);
  });
});
