// `convlab`: every door of the library under its own name, for work outside of the labs.
export * as adversarial from "./adversarial/index.ts";
export * as architectures from "./architectures/index.ts";
export * as arithmetic from "./arithmetic/index.ts";
export * as augment from "./augment/index.ts";
export * as backprop from "./backprop/index.ts";
export * as check from "./check/index.ts";
export * as compress from "./compress/index.ts";
export * as explain from "./explain/index.ts";
export * as ops from "./ops/index.ts";
export * as optim from "./optim/index.ts";
export * as tensor from "./tensor/index.ts";
export * as vision from "./vision/index.ts";
export * as viz from "./viz/index.ts";
export * as widgets from "./widgets/index.ts";
