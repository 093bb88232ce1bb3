// What is computed: convolutions and matrix products of the sizes that the course meets.

/** A 2-D convolution of float32 images; or a dense layer, written as one: 1 × 1 images and a 1 × 1 filter. */
export interface OpCase {
  readonly id: string;
  readonly title: string;
  /** [N, H, W, C] */
  readonly input: readonly [number, number, number, number];
  /** [kH, kW, C, K] */
  readonly filters: readonly [number, number, number, number];
  readonly stride: number;
  /** 'same' with stride 1, else 'valid'. */
  readonly padding: "same" | "valid";
}

export const cases: readonly OpCase[] = [
  conv("mnist", "first layer on MNIST", [8, 28, 28, 1], [3, 3, 1, 16], 1),
  conv("lenet", "LeNet-5's second layer", [8, 14, 14, 6], [5, 5, 6, 16], 1),
  conv("cifar", "CIFAR-10, 32 → 64", [4, 32, 32, 32], [3, 3, 32, 64], 1),
  conv("vgg", "VGG, 14 × 14, 256 → 256", [1, 14, 14, 256], [3, 3, 256, 256], 1),
  conv("stem", "ResNet's stem", [1, 112, 112, 3], [7, 7, 3, 64], 2),
  conv("point", "1 × 1, 128 → 128", [1, 28, 28, 128], [1, 1, 128, 128], 1),
  conv("dense", "dense, 1024 → 512, batch 64", [64, 1, 1, 1024], [1, 1, 1024, 512], 1),
];

function conv(
  id: string,
  title: string,
  input: OpCase["input"],
  filters: OpCase["filters"],
  stride: number,
): OpCase {
  return { id, title, input, filters, stride, padding: stride === 1 ? "same" : "valid" };
}

/** True: a dense layer, for which the contenders have a function of its own. */
export function isDense({ input, filters }: OpCase): boolean {
  return [input[1], input[2], filters[0], filters[1]].every((size) => size === 1);
}

/** [N, outH, outW, K] */
export function outputShape(it: OpCase): [number, number, number, number] {
  const [n, height, width] = it.input;
  const [kernelHeight, kernelWidth, , filters] = it.filters;
  if (it.padding === "same") return [n, height, width, filters];
  const size = (whole: number, part: number): number => Math.floor((whole - part) / it.stride) + 1;
  return [n, size(height, kernelHeight), size(width, kernelWidth), filters];
}

/** Multiplications and additions, each counted, that a 'valid' convolution of this output size makes. */
export function flops(it: OpCase): number {
  const [kernelHeight, kernelWidth, channels] = it.filters;
  return 2 * outputShape(it).reduce((a, b) => a * b) * kernelHeight * kernelWidth * channels;
}

/** Numbers that every language makes alike: x[i] = frac(i·φ) − ½ in float64, rounded to float32. */
function numbers(count: number, first: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    const value = (index + first) * 0.6180339887498949;
    return value - Math.floor(value) - 0.5;
  });
}

/** Input and filters of a case. */
export function operands(it: OpCase): { input: Float32Array; filters: Float32Array } {
  const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  return { input: numbers(product(it.input), 1), filters: numbers(product(it.filters), 7) };
}
