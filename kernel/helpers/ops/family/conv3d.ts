import type { Fit } from "../../arithmetic/index.ts";
import type { Tensor, TensorLike } from "../../tensor/index.ts";
import { planLayer } from "../conv-plan.ts";
import { runLayer } from "../conv2d.ts";

/** One number for all three axes, or `[depth, vertical, horizontal]`. */
export type PerAxis3d = number | readonly [depth: number, vertical: number, horizontal: number];

/** Options of a layer over volumes. */
export interface Conv3dOptions {
  readonly stride?: PerAxis3d;
  /** A name, voxels per side, or `[[front, back], [top, bottom], [left, right]]` (default 'valid'). */
  readonly padding?:
    | "valid"
    | "same"
    | "full"
    | "circular"
    | number
    | readonly [
        readonly [front: number, back: number],
        readonly [top: number, bottom: number],
        readonly [left: number, right: number],
      ];
  readonly dilation?: PerAxis3d;
  readonly groups?: number;
  /** Default 'strict'. */
  readonly fit?: Fit;
}

/**
 * 3-D cross-correlation of a batch of volumes: as `conv2d`, with a depth.
 *
 * out[n,z,y,x,k] = bias[k] + Σ_{a,i,j,c} input[n, z·sD + a·dD − front, y·sH + i·dH − top, x·sW + j·dW − left, c] · filters[a,i,j,c,k]
 *
 * @param input   [N, D, H, W, C]
 * @param filters [kD, kH, kW, C / groups, K]
 * @param bias    [K] (default none)
 * @returns [N, outD, outH, outW, K]
 * @throws as conv2d, with CONV3D in its codes
 * @example conv3d(zeros([1, 5, 6, 7, 2]), ones([3, 3, 3, 2, 4])).shape // [1, 3, 4, 5, 4]
 */
export function conv3d(
  input: TensorLike,
  filters: TensorLike,
  bias?: TensorLike,
  options: Conv3dOptions = {},
): Tensor {
  return runLayer(planLayer("conv3d", 3, { input, filters, bias }, options));
}
