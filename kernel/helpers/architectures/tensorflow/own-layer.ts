// Layers that TensorFlow.js lacks, as one class of its layers: grouped filters, padded pools, normalisation and others.
import { pair, type Activation, type ConvLayer, type Layer } from "../graph/layers.ts";
import { adaptiveSpan } from "../run/maps.ts";
import type { WeightPart } from "../run/weights.ts";
import type { TfLayerBase, TfLibrary, TfTensor } from "./library.ts";

/** Zeros before and after, [[top, bottom], [left, right]]. */
export type Pads = readonly [readonly [number, number], readonly [number, number]];

/** What one of these layers is made of; plain data, so that a saved model can be read again. */
export interface OwnLayerConfig {
  readonly name: string;
  readonly layer: Layer;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly pads: Pads;
  readonly weights: readonly (readonly [part: WeightPart, shape: readonly number[]])[];
  readonly initializer: "heNormal" | "glorotUniform" | "zeros";
}

type OwnLayerClass = new (config: OwnLayerConfig) => TfLayerBase;

const classes = new WeakMap<TfLibrary, OwnLayerClass>();

/** The class for this copy of the library; made and registered once, so that saved models can be loaded. */
export function ownLayerClass(tf: TfLibrary): OwnLayerClass {
  const known = classes.get(tf);
  if (known !== undefined) return known;
  const made = makeClass(tf);
  tf.serialization.registerClass(made);
  classes.set(tf, made);
  return made;
}

function makeClass(tf: TfLibrary): OwnLayerClass {
  return class ConvlabLayer extends tf.layers.Layer {
    static readonly className: string = "ConvlabLayer";
    readonly own: OwnLayerConfig;
    readonly parts: Partial<Record<WeightPart, { read(): TfTensor }>> = {};

    constructor(config: OwnLayerConfig) {
      super({ name: config.name });
      this.own = config;
    }

    override build(): void {
      for (const [part, shape] of this.own.weights) {
        const start =
          part === "filters" ? this.own.initializer : part === "scale" ? "ones" : "zeros";
        this.parts[part] = this.addWeight(part, shape, "float32", tf.initializers[start]());
      }
      this.built = true;
    }

    override computeOutputShape(): readonly (number | null)[] {
      return [null, ...this.own.outputShape];
    }

    override call(inputs: TfTensor | readonly TfTensor[]): TfTensor {
      const x = "shape" in inputs ? inputs : inputs[0];
      if (x === undefined) throw new RangeError(`${this.own.name} has no input`);
      return tf.tidy(() => run(tf, this.own, x, (part) => this.parts[part]?.read()));
    }

    override getConfig(): Readonly<Record<string, unknown>> {
      return { ...super.getConfig(), ...this.own };
    }
  };
}

function run(
  tf: TfLibrary,
  { layer, inputShape, outputShape, pads }: OwnLayerConfig,
  x: TfTensor,
  weight: (part: WeightPart) => TfTensor | undefined,
): TfTensor {
  const [height = 0, width = 0, channels = 0] = inputShape;
  const around = [[0, 0], ...pads, [0, 0]] as const;
  switch (layer.op) {
    case "conv": {
      const map = convolveGroups(tf, layer, tf.pad(x, around), weight("filters") ?? x, channels);
      const bias = weight("bias");
      return bias === undefined ? map : tf.add(map, bias);
    }
    case "maxPool":
      return tf.maxPool(
        tf.pad(x, around, -Infinity),
        pair(layer.kernelSize),
        pair(layer.stride),
        "valid",
      );
    case "averagePool": {
      const [size, stride] = [pair(layer.kernelSize), pair(layer.stride)];
      const mean = tf.avgPool(tf.pad(x, around), size, stride, "valid");
      // the share of each window that lies on the image
      const share = tf.avgPool(
        tf.pad(tf.ones([1, height, width, 1]), around),
        size,
        stride,
        "valid",
      );
      return tf.div(mean, share);
    }
    case "activation":
      return activate(tf, layer.kind, x);
    case "lrn":
      return tf.localResponseNormalization(x, (layer.size - 1) / 2, 2, 1e-4, 0.75);
    case "adaptiveAveragePool": {
      const [outH, outW] = layer.size;
      const rows = Array.from({ length: outH }, (_, y) => {
        const [top, bottom] = adaptiveSpan(y, height, outH);
        const cells = Array.from({ length: outW }, (_cell, at) => {
          const [left, right] = adaptiveSpan(at, width, outW);
          const window = tf.slice(x, [0, top, left, 0], [-1, bottom - top, right - left, -1]);
          return tf.mean(window, [1, 2], true);
        });
        return tf.concat(cells, 2);
      });
      return tf.concat(rows, 1);
    }
    case "slice":
      return tf.slice(x, [0, 0, 0, layer.from], [-1, -1, -1, layer.to - layer.from]);
    case "zeroChannels":
      return tf.pad(x, [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, layer.count],
      ]);
    case "rescale":
      return tf.add(tf.mul(x, layer.factor), layer.offset);
    case "layerScale":
      return tf.mul(x, weight("scale") ?? x);
    case "tableConv": {
      const filters = weight("filters") ?? x;
      const { kernelSize, table } = layer;
      let first = 0;
      const maps = table.map((row) => {
        const own = tf.slice(filters, [0, 0, first], [kernelSize, kernelSize, row.length]);
        first += row.length;
        return tf.conv2d(tf.gather(x, row, 3), asFilters(tf, own), [1, 1], "valid");
      });
      return tf.add(tf.concat(maps, 3), weight("bias") ?? x);
    }
    case "subsample": {
      const size = [layer.size, layer.size] as const;
      const sum = tf.mul(tf.avgPool(x, size, size, "valid"), layer.size ** 2);
      return tf.add(tf.mul(sum, weight("scale") ?? x), weight("bias") ?? x);
    }
    default:
      throw new RangeError(
        `${layer.op} of ${channels} channels to [${outputShape.join(", ")}] is a layer of the library`,
      );
  }
}

/** A convolution of each group of channels; filters [kH, kW, C / groups, K]. */
function convolveGroups(
  tf: TfLibrary,
  { groups, stride, dilation, outChannels }: ConvLayer,
  x: TfTensor,
  filters: TfTensor,
  channels: number,
): TfTensor {
  const window = [pair(stride), "valid", "NHWC", pair(dilation)] as const;
  if (groups === channels && outChannels === channels) {
    // [kH, kW, 1, C] and [kH, kW, C, 1] are the same numbers in the same order
    const [kernelH = 0, kernelW = 0] = filters.shape;
    return tf.depthwiseConv2d(x, tf.reshape(filters, [kernelH, kernelW, channels, 1]), ...window);
  }
  const own = tf.split(filters, groups, 3);
  const parts = tf.split(x, groups, 3);
  return tf.concat(
    parts.map((part, g) => tf.conv2d(part, own[g] ?? part, ...window)),
    3,
  );
}

/** [k, k, C] as [k, k, C, 1]. */
const asFilters = (tf: TfLibrary, filters: TfTensor): TfTensor =>
  tf.reshape(filters, [...filters.shape, 1]);

function activate(tf: TfLibrary, kind: Activation, x: TfTensor): TfTensor {
  const three = (): TfTensor => tf.mul(tf.ones([1]), 3);
  const hardSigmoid = (): TfTensor => tf.div(tf.clipByValue(tf.add(x, three()), 0, 6), 6);
  switch (kind) {
    case "hardSigmoid":
      return hardSigmoid();
    case "hardSwish":
      return tf.mul(x, hardSigmoid());
    case "gelu":
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), tf.ones([1])));
    default:
      throw new RangeError(`${kind} is an activation of the library`);
  }
}
