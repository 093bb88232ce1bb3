import { planPool, type ConvPlan, type PoolOptions } from "../../ops/index.ts";
import { zeros } from "../../tensor/index.ts";
import type { Window } from "./model.ts";

/** Window of a pooling layer for inputs of a shape [N, H, W, C]. */
export const windowOfPool = (shape: readonly number[], options: PoolOptions): Window => {
  const plan = planPool("maxPool", zeros([1, ...shape.slice(1)]), options);
  const [, vertical, horizontal] = plan.axes;
  return {
    span: [plan.window[1], plan.window[2]],
    stride: [vertical.stride, horizontal.stride],
    before: [vertical.before, horizontal.before],
  };
};

/** @internal Window of a convolutional layer. */
export const windowOf = ({ axes, filters }: ConvPlan): Window => {
  const [kH = 1, kW = 1] = filters.shape;
  return {
    span: [axes[0].dilation * (kH - 1) + 1, axes[1].dilation * (kW - 1) + 1],
    stride: [axes[0].stride, axes[1].stride],
    before: [axes[0].before, axes[1].before],
  };
};
