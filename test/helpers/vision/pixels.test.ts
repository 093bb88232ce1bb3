import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conv2d, convTranspose2d, maxPool } from "../../../kernel/helpers/ops/index.ts";
import {
  arange,
  fromArray,
  ones,
  random,
  reshape,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import {
  bilinearKernel,
  epe,
  miou,
  patchesAround,
  psnr,
  stft,
  unpool,
  voxelise,
  warp,
  warpBackward,
} from "../../../kernel/helpers/vision/index.ts";
import "../../support/tensors.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test("N4: a dense layer on the patch round each pixel is one convolution over the whole image", () => {
  const image = random([2, 6, 7, 3], { seed: 1 });
  const filters = random([5, 5, 3, 4], { seed: 2, low: -1 });
  const bias = [0.1, -0.2, 0.3, 0];
  const patches = patchesAround(image, 5);
  expect(patches.shape).toEqual([2 * 6 * 7, 5, 5, 3]);
  const each = conv2d(patches, filters, bias); // [84, 1, 1, 4]: a dense layer over 75 numbers
  const dense = conv2d(image, filters, bias, { padding: "same" });
  expect(reshape(each, [2, 6, 7, 4])).toBeCloseToTensor(dense);
});

describe("N5: maps of classes", () => {
  test("the bilinear kernel has the printed weights: 1 3 3 1 over 4 for factor 2, 1 2 3 2 1 over 3 for factor 3", () => {
    const row = (factor: number, sum: number): number[] => {
      const kernel = bilinearKernel(factor);
      const size = kernel.shape[0] ?? 0;
      return Array.from(
        { length: size },
        (_, j) => Math.round(kernel.get(Math.floor(size / 2), j, 0, 0) * sum * sum) / 1,
      );
    };
    expect(row(2, 4)).toEqual([3, 9, 9, 3]);
    expect(row(3, 3)).toEqual([3, 6, 9, 6, 3]);
    expect(bilinearKernel(8).shape).toEqual([16, 16, 1, 1]);
  });

  test.each([2, 3, 4, 8])(
    "with stride %i a transposed convolution interpolates: a slope stays a slope",
    (factor) => {
      const slope = reshape(arange(5), [1, 1, 5, 1]);
      const map = fromArray(
        Array.from({ length: 25 }, (_, i) => i % 5),
        [1, 5, 5, 1],
      );
      expect(slope.size).toBe(5);
      const size = 2 * factor - (factor % 2);
      const padding = Math.ceil((size - factor) / 2);
      const large = convTranspose2d(map, bilinearKernel(factor), undefined, {
        stride: factor,
        padding,
      });
      const middle = Math.floor((large.shape[1] ?? 0) / 2);
      const steps: number[] = [];
      for (let x = 2 * factor; x < 3 * factor; x += 1) {
        steps.push(large.get(0, middle, x + 1, 0) - large.get(0, middle, x, 0));
      }
      expect(steps).toBeCloseToTensor(steps.map(() => 1 / factor));
    },
  );

  test("channels do not mix, and sizes that 8 does not divide come back after a cut", () => {
    const kernel = bilinearKernel(8, 2);
    expect(kernel.get(7, 7, 0, 1)).toBe(0);
    for (const size of [20, 24, 31]) {
      const coarse = ones([1, Math.ceil(size / 8), Math.ceil(size / 8), 2]);
      const large = convTranspose2d(coarse, kernel, undefined, { stride: 8, padding: 4 });
      const cut = large.hi(1, size, size, 2);
      expect(cut.shape).toEqual([1, size, size, 2]);
      expect(cut.get(0, Math.floor(size / 2), Math.floor(size / 2), 1)).toBeCloseTo(1, 12);
    }
  });

  test("unpooling puts each maximum back where it stood, and pooling again finds it", () => {
    const x = random([1, 4, 6, 1], { seed: 5 });
    const pooled = maxPool(x, { size: 2 });
    const switches = [...pooled.data].map((value) => x.data.indexOf(value));
    const back = unpool(pooled, switches, x.shape);
    expect(maxPool(back, { size: 2 })).toBeCloseToTensor(pooled);
    expect([...back.data].filter((value) => value !== 0)).toHaveLength(pooled.size);
  });

  test("mean IoU by hand; a class that is nowhere does not count; ignored pixels do not either", () => {
    const result = miou(
      [
        [0, 1],
        [1, 1],
      ],
      [
        [0, 1],
        [0, 1],
      ],
      3,
    );
    expect(result.perClass).toEqual([1 / 2, 2 / 3, Number.NaN]);
    expect(result.mean).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
    expect(result.accuracy).toBe(3 / 4);
    expect(result.confusion).toBeCloseToTensor([
      [1, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
    ]);
    expect(miou([0, 1], [0, 255], 2, { ignore: 255 }).mean).toBe(1);
    // predicted but absent in truth: IoU 0, and it counts
    expect(miou([0, 2], [0, 0], 3).perClass).toEqual([1 / 2, Number.NaN, 0]);
  });
});

describe("N6: flow", () => {
  const image = random([1, 5, 6, 2], { seed: 6 });
  const constant = (u: number, v: number, [h, w]: readonly [number, number] = [5, 6]): Tensor =>
    fromArray(
      Array.from({ length: 2 * h * w }, (_, i) => (i % 2 === 0 ? u : v)),
      [1, h, w, 2],
    );

  test("no flow changes nothing; one pixel to the right and two down reads there; outside is 0", () => {
    expect(warp(image, constant(0, 0))).toBeCloseToTensor(image);
    const moved = warp(image, constant(1, 2));
    expect(moved.get(0, 1, 2, 1)).toBe(image.get(0, 3, 3, 1));
    expect(moved.get(0, 4, 0, 0)).toBe(0);
    expect(warp(image, constant(100, -100)).data.every((value) => value === 0)).toBe(true);
  });

  test("half a pixel is the mean of two", () => {
    const moved = warp(image, constant(0.5, 0));
    expect(moved.get(0, 2, 3, 0)).toBeCloseTo(
      (image.get(0, 2, 3, 0) + image.get(0, 2, 4, 0)) / 2,
      12,
    );
  });

  test("its gradients by image and flow agree with differences, at the border too", () => {
    const x = random([1, 4, 5, 2], { seed: 7 });
    const flow = random([1, 4, 5, 2], { seed: 8, low: -2.4, high: 2.4 });
    const weights = random([1, 4, 5, 2], { seed: 9, low: -1 });
    const loss = (): number =>
      warp(x, flow).data.reduce((sum, value, i) => sum + value * (weights.data[i] ?? 0), 0);
    const { gradImage, gradFlow } = warpBackward(weights, x, flow);
    for (const [t, gradient] of [
      [x, gradImage],
      [flow, gradFlow],
    ] as const) {
      const numeric = zeros(t.shape);
      for (let i = 0; i < t.size; i += 1) {
        const value = t.data[i] ?? 0;
        const at = (to: number): number => {
          t.data[i] = to;
          return loss();
        };
        numeric.data[i] = (at(value + 1e-6) - at(value - 1e-6)) / 2e-6;
        t.data[i] = value;
      }
      expect(gradient).toBeCloseToTensor(numeric, 1e-6);
    }
  });

  test("the endpoint error by hand, and zero flow errs by the length of the true one", () => {
    expect(
      epe(
        [
          [3, 4],
          [0, 0],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ).toBe(2.5);
    expect(epe(constant(0, 0), constant(6, 8))).toBe(10);
  });
});

test("N7: PSNR by hand: an error of 0.1 everywhere is 20 dB, no error infinitely many, bytes have peak 255", () => {
  expect(psnr([0.5, 0.5], [0.6, 0.4])).toBeCloseTo(20, 9);
  expect(psnr([1, 2], [1, 2])).toBe(Infinity);
  expect(psnr([0], [255], { peak: 255 })).toBe(0);
});

test("N8: voxels count their points, the border belongs to the last, and points outside are left out", () => {
  const points = [
    [0, 0, 0],
    [0.1, 0.2, 0.3],
    [1, 1, 1],
    [0.6, 0.1, 0.9],
    [1.5, 0, 0],
  ];
  const grid = voxelise(points, { size: 2, bounds: [0, 1], fill: "count" });
  expect(grid.shape).toEqual([2, 2, 2, 1]);
  expect([...grid.data]).toEqual([2, 0, 0, 0, 0, 1, 0, 1]);
  expect([...voxelise(points, { size: 2, bounds: [0, 1] }).data]).toEqual([1, 0, 0, 0, 0, 1, 0, 1]);
});

test("N8: the last coordinate of a point is the column", () => {
  const at = (point: number[]): number =>
    voxelise([point], { size: 3, bounds: [0, 3] }).data.indexOf(1);
  expect([at([0, 0, 1]), at([0, 1, 0]), at([1, 0, 0])]).toEqual([1, 3, 9]);
});

test("N8: without bounds every point lies in the grid, however the cloud is placed", () => {
  const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 20 }),
      (cloud) => {
        const grid = voxelise(
          cloud.map((point) => [...point]),
          { size: 5, fill: "count" },
        );
        expect(grid.data.reduce((sum, n) => sum + n, 0)).toBe(cloud.length);
      },
    ),
    { seed: 3 },
  );
  expect(voxelise(zeros([0, 3]), { size: 2 }).data.every((n) => n === 0)).toBe(true);
});

describe("N9: short-time Fourier transform", () => {
  const sine = (frequency: number, length: number): Tensor =>
    fromArray(
      Array.from({ length }, (_, t) => Math.sin((2 * Math.PI * frequency * t) / 8000)),
      [length],
    );

  test("a sine of 1,000 Hz at 8,000 samples a second peaks in bin 32 of 256, in every frame", () => {
    const { magnitude } = stft(sine(1000, 4000), { size: 256, hop: 100 });
    const [frames = 0, bins = 0] = magnitude.shape;
    expect([frames, bins]).toEqual([Math.floor((4000 - 256) / 100) + 1, 129]);
    for (let f = 0; f < frames; f += 1) {
      const row = [...magnitude.data.subarray(f * bins, (f + 1) * bins)];
      expect(row.indexOf(Math.max(...row))).toBe(32);
    }
  });

  test.each([8, 12, 7, 2])("frames of %i follow the definition, and Parseval holds", (size) => {
    const x = random([size], { seed: size, low: -1 });
    const { real, imaginary } = stft(x, { size, hop: 1, window: "rectangle" });
    let energy = 0;
    for (let k = 0; k < size; k += 1) {
      let [re, im] = [0, 0];
      for (let t = 0; t < size; t += 1) {
        re += (x.data[t] ?? 0) * Math.cos((2 * Math.PI * k * t) / size);
        im -= (x.data[t] ?? 0) * Math.sin((2 * Math.PI * k * t) / size);
      }
      energy += (re * re + im * im) / size;
      if (k > size / 2) continue;
      expect(real.get(0, k)).toBeCloseTo(re, 9);
      expect(imaginary.get(0, k)).toBeCloseTo(im, 9);
    }
    expect(energy).toBeCloseTo(
      x.data.reduce((sum, v) => sum + v * v, 0),
      9,
    );
  });

  test("TensorFlow.js's spectrum is the same, with its periodic Hann window", () => {
    const x = random([600], { seed: 4, low: -1 });
    const { real, imaginary } = stft(x, { size: 64, hop: 32 });
    const spectrum = tf.signal.stft(tf.tensor1d([...x.data]), 64, 32, 64, tf.signal.hannWindow);
    expect(real).toBeCloseToTensor(fromArray(tf.real(spectrum).dataSync(), real.shape), 1e-4);
    expect(imaginary).toBeCloseToTensor(fromArray(tf.imag(spectrum).dataSync(), real.shape), 1e-4);
    spectrum.dispose();
  });

  test("frames half a window apart, faded by Hann, add up to the signal", () => {
    const weights = tensor([...stft(ones([8]), { size: 8, hop: 4 }).real.data]);
    // the mean of the periodic Hann window is ½: bin 0 of ones is size/2
    expect(weights.data[0]).toBeCloseTo(4, 12);
  });
});
