// How many bytes a net needs.
import { OptionError } from "../../core/index.ts";
import {
  maths,
  product,
  words,
  worksheet,
  type Explain,
  type Worksheet,
} from "./explain/worksheet.ts";
import { isWhole } from "./options.ts";

/** Bytes of one number. */
export const bytesPerNumber = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int8: 1,
} as const;

/** A type that weights and activations are kept in. */
export type NumberType = keyof typeof bytesPerNumber;

/** Numbers that an optimiser keeps per weight. */
const optimiserState = { none: 0, sgd: 0, momentum: 1, rmsprop: 1, adam: 2 } as const;

/** What memory is asked for. */
export interface MemoryOptions {
  /** Trainable numbers. */
  readonly parameters: number;
  /** Numbers of all layers' outputs for one image. */
  readonly activations: number;
  /** Images at once (default 1). */
  readonly batch?: number;
  /** Default 'float32'. */
  readonly dtype?: NumberType;
  /** Default 'none': only the forward pass, no gradients. Any other: training. */
  readonly optimizer?: keyof typeof optimiserState;
}

/** Bytes of a forward pass or a training step. */
export interface Memory {
  readonly weights: number;
  /** As many as weights, in training. */
  readonly gradients: number;
  /** Velocity, second moment. */
  readonly optimizer: number;
  /** Outputs kept for all images of the batch; in training as many again for their gradients. */
  readonly activations: number;
  readonly total: number;
}

/**
 * Memory of a net: weights, their gradients, the optimiser's numbers, and the outputs of the layers.
 *
 * In training every output is kept for the backward pass, and a gradient of the same size stands beside it: 2 · batch ·
 * activations. What a library needs on top (im2col buffers, fragmentation) is not counted.
 *
 * @throws OptionError BAD_OPTIONS
 * @example memory({ parameters: 61706, activations: 8094 }).total // (61,706 + 8,094)·4 = 279200
 */
export function memory(options: MemoryOptions): Memory;
export function memory(options: MemoryOptions & { readonly explain: true }): Worksheet<Memory>;
export function memory({
  explain = false,
  ...options
}: MemoryOptions & Explain): Memory | Worksheet<Memory> {
  const { parameters, activations, batch, dtype, optimizer } = checkMemory(options);
  const bytes = bytesPerNumber[dtype];
  const training = optimizer !== "none";
  const weights = parameters * bytes;
  const gradients = training ? weights : 0;
  const state = optimiserState[optimizer] * weights;
  const kept = (training ? 2 : 1) * batch * activations * bytes;
  const total = weights + gradients + state + kept;
  const result: Memory = { weights, gradients, optimizer: state, activations: kept, total };
  if (!explain) return result;
  const lines = [
    words(`a ${dtype} has ${bytes} bytes; weights:`),
    maths`${product([parameters, bytes])} = ${weights}`,
  ];
  if (training) {
    lines.push(words("a gradient per weight"), maths`${gradients}`);
    lines.push(
      words(`'${optimizer}' keeps ${optimiserState[optimizer]} numbers per weight`),
      maths`${product([optimiserState[optimizer], weights])} = ${state}`,
    );
  }
  lines.push(
    words(training ? "outputs of all images, and their gradients" : "outputs of all images"),
    maths`${product([...(training ? [2] : []), batch, activations, bytes])} = ${kept}`,
    words(`together, in bytes (${size(total)})`),
    training
      ? maths`${weights} + ${gradients} + ${state} + ${kept} = ${total}`
      : maths`${weights} + ${kept} = ${total}`,
  );
  return worksheet(result, lines);
}

/** 1.2 MiB */
function size(bytes: number): string {
  if (bytes < 2 ** 20) return `${(bytes / 2 ** 10).toFixed(1)} KiB`;
  return bytes < 2 ** 30
    ? `${(bytes / 2 ** 20).toFixed(1)} MiB`
    : `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}

function checkMemory(options: MemoryOptions): Required<MemoryOptions> {
  const { parameters, activations, batch = 1, dtype = "float32", optimizer = "none" } = options;
  const faults = Object.entries({ parameters, activations })
    .filter(([, value]) => !isWhole(value, 0))
    .map(([name, value]) => `${name} is ${String(value)}: a whole number ≥ 0 is needed`);
  if (!isWhole(batch, 1)) faults.push(`batch is ${String(batch)}: a whole number ≥ 1 is needed`);
  if (!Object.hasOwn(bytesPerNumber, dtype)) {
    faults.push(`dtype is ${dtype}: ${Object.keys(bytesPerNumber).join(", ")}`);
  }
  if (!Object.hasOwn(optimiserState, optimizer)) {
    faults.push(`optimizer is ${optimizer}: ${Object.keys(optimiserState).join(", ")}`);
  }
  if (faults.length === 0) return { parameters, activations, batch, dtype, optimizer };
  throw new OptionError({
    code: "BAD_OPTIONS",
    summary: "memory: some values do not make sense.",
    given: faults.join("\n"),
    expected: "{ parameters: 61706, activations: 8094, batch: 32, optimizer: 'adam' }, for example",
    fix: "correct what is named above",
    details: { faults },
  });
}
