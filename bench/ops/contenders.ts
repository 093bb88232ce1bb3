// Who computes, in this process: our loops, our fast path, and TensorFlow.js on its two backends.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Tfjs from "@tensorflow/tfjs";
import { conv2d, conv2dLoops, dense } from "../../kernel/helpers/ops/index.ts";
import { reshape, type Tensor, wrap } from "../../kernel/helpers/tensor/index.ts";
import { peers } from "../peers/places.ts";
import { isDense, operands, outputShape, type OpCase } from "./cases.ts";

/** One case made ready: `run` computes it once, `read` gives the last result as float32. */
export interface Prepared {
  run(): void;
  read(): Float32Array;
  dispose(): void;
}

export interface OpContender {
  readonly id: string;
  readonly title: string;
  prepare(it: OpCase): Promise<Prepared>;
  /** Comes before each turn: TensorFlow.js has one backend at a time. */
  select?(): Promise<void>;
}

type Convolution = (x: Tensor, w: Tensor, it: OpCase) => Tensor;

const options = ({ stride, padding }: OpCase) => ({ stride, padding, fit: "floor" }) as const;
const naive: Convolution = (x, w, it) => conv2dLoops(x, w, undefined, options(it));
const fast: Convolution = (x, w, it) =>
  isDense(it)
    ? dense(reshape(x, [it.input[0], it.input[3]]), reshape(w, [it.filters[2], it.filters[3]]))
    : conv2d(x, w, undefined, options(it));

function ours(id: string, title: string, convolve: Convolution): OpContender {
  return {
    id,
    title,
    prepare(it) {
      const { input, filters } = operands(it);
      const x = wrap(input, it.input);
      const w = wrap(filters, it.filters);
      let last: Float32Array = new Float32Array();
      return Promise.resolve({
        run() {
          const { data } = convolve(x, w, it);
          last = data instanceof Float32Array ? data : Float32Array.from(data);
        },
        read: () => last,
        dispose: () => undefined,
      });
    },
  };
}

/** Ours; the naive one is what the ratios are of. */
export const own: readonly OpContender[] = [
  ours("naive", "naive loops", naive),
  ours("fast", "convlab/ops", fast),
];

/** TensorFlow.js from the benchmark's own packages, or why there is none. */
export function tensorflow(): readonly OpContender[] | string {
  const folder = join(peers, "node_modules", "@tensorflow");
  if (!existsSync(folder)) return "npm did not install TensorFlow.js";
  const require = createRequire(join(peers, "package.json"));
  const tf = require("@tensorflow/tfjs-core") as typeof Tfjs;
  require("@tensorflow/tfjs-backend-cpu");
  const wasm = require("@tensorflow/tfjs-backend-wasm") as { setWasmPaths(path: string): void };
  wasm.setWasmPaths(`${join(folder, "tfjs-backend-wasm", "dist")}/`);
  return [onBackend(tf, "cpu"), onBackend(tf, "wasm")];
}

function onBackend(tf: typeof Tfjs, backend: "cpu" | "wasm"): OpContender {
  return {
    id: `tfjs-${backend}`,
    title: `tfjs ${backend} ${tf.version_core}`,
    async select() {
      if (tf.getBackend() !== backend) await tf.setBackend(backend);
    },
    async prepare(it) {
      await tf.setBackend(backend);
      const { input, filters } = operands(it);
      const x = tf.tensor4d(input, [...it.input]);
      const w = tf.tensor4d(filters, [...it.filters]);
      const rows = tf.reshape(x, [it.input[0], -1]);
      const matrix = tf.reshape(w, [-1, it.filters[3]]);
      const multiply = (): Tfjs.Tensor =>
        isDense(it) ? tf.matMul(rows, matrix) : tf.conv2d(x, w, it.stride, it.padding);
      let last: Tfjs.Tensor | undefined;
      return {
        run() {
          last?.dispose();
          last = multiply();
          last.dataSync(); // the numbers are wanted, as ours are
        },
        read: () => Float32Array.from(last?.dataSync() ?? []),
        dispose: () => [x, w, rows, matrix, last].forEach((tensor) => tensor?.dispose()),
      };
    },
  };
}

/** Largest difference of two results, in units of the largest number of the first; Infinity for another shape. */
export function difference(right: Float32Array, other: Float32Array, it: OpCase): number {
  const length = outputShape(it).reduce((a, b) => a * b, 1);
  if (right.length !== length || other.length !== length) return Infinity;
  let largest = 0;
  let most = 0;
  for (let index = 0; index < length; index++) {
    largest = Math.max(largest, Math.abs(right[index] ?? 0));
    const gap = Math.abs((right[index] ?? 0) - (other[index] ?? 0));
    most = gap > most || Number.isNaN(gap) ? gap : most;
  }
  return most / Math.max(largest, Number.MIN_VALUE);
}
