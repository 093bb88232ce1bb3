// What is used of TensorFlow.js, which this door never imports: the caller hands it in.

/** A symbolic or a real tensor of the library. */
export interface TfTensor {
  readonly shape: readonly (number | null)[];
}

/** A layer of the library. */
export interface TfLayer {
  trainable: boolean;
  call(inputs: TfTensor | readonly TfTensor[], kwargs: Config): TfTensor;
  apply(inputs: TfTensor | readonly TfTensor[]): TfTensor;
  setWeights(weights: readonly TfTensor[]): void;
}

/** Settings of a layer, as the library's own documentation names them. */
type Config = Readonly<Record<string, unknown>>;
type MakeLayer = (config: Config) => TfLayer;

/** The base class of layers, with what a subclass of it calls and overrides. */
export interface TfLayerBase extends TfLayer {
  built: boolean;
  addWeight(
    name: string,
    shape: readonly number[],
    dtype: "float32",
    initializer: unknown,
  ): { read(): TfTensor };
  build(inputShape: unknown): void;
  computeOutputShape(inputShape: unknown): readonly (number | null)[];
  getConfig(): Config;
}

type Pads = readonly (readonly [number, number])[];
type Size = readonly [number, number];
type ConvRest = readonly [padding: "valid", format?: "NHWC", dilation?: Size];

/** The part of TensorFlow.js 4 that `toLayers` works with. */
export interface TfLibrary {
  readonly layers: Readonly<
    Record<
      | "activation"
      | "add"
      | "average"
      | "averagePooling2d"
      | "batchNormalization"
      | "concatenate"
      | "conv2d"
      | "cropping2D"
      | "dense"
      | "depthwiseConv2d"
      | "dropout"
      | "flatten"
      | "globalAveragePooling2d"
      | "globalMaxPooling2d"
      | "layerNormalization"
      | "leakyReLU"
      | "maxPooling2d"
      | "multiply"
      | "permute"
      | "reshape"
      | "upSampling2d"
      | "zeroPadding2d",
      MakeLayer
    >
  > & { readonly Layer: new (config: Config) => TfLayerBase };
  readonly initializers: Readonly<
    Record<"heNormal" | "glorotUniform" | "zeros" | "ones", (config?: Config) => unknown>
  >;
  readonly serialization: { registerClass(layer: unknown): void };
  input(config: Config): TfTensor;
  model(config: Config): unknown;
  tensor(values: Float32Array, shape: readonly number[]): TfTensor & { dispose(): void };
  tidy<T>(run: () => T): T;
  add(a: TfTensor, b: TfTensor | number): TfTensor;
  mul(a: TfTensor, b: TfTensor | number): TfTensor;
  div(a: TfTensor, b: TfTensor | number): TfTensor;
  erf(x: TfTensor): TfTensor;
  clipByValue(x: TfTensor, low: number, high: number): TfTensor;
  concat(parts: readonly TfTensor[], axis: number): TfTensor;
  split(x: TfTensor, parts: number, axis: number): readonly TfTensor[];
  slice(x: TfTensor, begin: readonly number[], size: readonly number[]): TfTensor;
  gather(x: TfTensor, indices: readonly number[], axis: number): TfTensor;
  mean(x: TfTensor, axes: readonly number[], keepDims: boolean): TfTensor;
  reshape(x: TfTensor, shape: readonly (number | null)[]): TfTensor;
  pad(x: TfTensor, pads: Pads, value?: number): TfTensor;
  ones(shape: readonly number[]): TfTensor;
  conv2d(x: TfTensor, filters: TfTensor, strides: Size, ...rest: ConvRest): TfTensor;
  depthwiseConv2d(x: TfTensor, filters: TfTensor, strides: Size, ...rest: ConvRest): TfTensor;
  maxPool(x: TfTensor, size: Size, strides: Size, padding: "valid"): TfTensor;
  avgPool(x: TfTensor, size: Size, strides: Size, padding: "valid"): TfTensor;
  localResponseNormalization(
    x: TfTensor,
    radius: number,
    bias: number,
    alpha: number,
    beta: number,
  ): TfTensor;
}
