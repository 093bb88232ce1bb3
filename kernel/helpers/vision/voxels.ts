// Points in space as a grid that a 3-D convolution reads.
import { zeros, type Tensor, type TensorLike } from "../tensor/index.ts";
import { asFinite, badOption, checkEqual, checkWhole } from "./checks.ts";

/** How points become voxels. */
export interface VoxelOptions {
  /** Voxels along each axis (default 16). */
  readonly size?: number;
  /** Lowest and highest coordinate of the grid, the same for all axes (default: the points' own, one cube round all). */
  readonly bounds?: readonly [low: number, high: number];
  /** 'count' the points of each voxel, or 'occupied': 1 where there is one (default 'occupied'). */
  readonly fill?: "count" | "occupied";
}

/**
 * A point cloud as a grid of voxels; points outside the bounds are left out, those on the upper bound belong to the last.
 *
 * @param points [P, 3]: z, y, x
 * @returns [size, size, size, 1]
 * @throws ShapeError WRONG_RANK, COUNTS_DIFFER; OptionError NOT_FINITE, BAD_OPTIONS
 * @example voxelise([[0, 0, 0], [1, 1, 1]], { size: 2 }).data // Float64Array [1, 0, 0, 0, 0, 0, 0, 1]
 */
export function voxelise(
  points: TensorLike,
  { size = 16, bounds, fill = "occupied" }: VoxelOptions = {},
): Tensor {
  const cloud = asFinite("voxelise", "points", points, ["P", "3"]);
  checkEqual("voxelise", "the last axis and the three coordinates", cloud.shape[1] ?? 0, 3);
  checkWhole("voxelise", "size", size);
  if (fill !== "count" && fill !== "occupied")
    throw badOption("voxelise", `fill ${String(fill)}`, "'count' or 'occupied'");
  const made = zeros([size, size, size, 1]);
  const grid =
    bounds === undefined
      ? cubeRound(cloud)
      : [bounds[0], bounds[0], bounds[0], bounds[1] - bounds[0]];
  const side = grid[3] ?? Number.NaN;
  if (!(side >= 0 && Number.isFinite(side)) || (bounds !== undefined && side === 0)) {
    throw badOption("voxelise", `bounds [${bounds?.join(", ")}]`, "[low, high], low < high");
  }
  for (let p = 0; p < cloud.size; p += 3) {
    const cell = [0, 1, 2].map((axis) => {
      const place = (cloud.data[p + axis] ?? 0) - (grid[axis] ?? 0);
      const at = side === 0 ? 0 : Math.floor((place / side) * size);
      return place === side && side > 0 ? size - 1 : at;
    });
    if (cell.some((at) => at < 0 || at >= size)) continue;
    const [z = 0, y = 0, x = 0] = cell;
    const to = (z * size + y) * size + x;
    made.data[to] = fill === "count" ? (made.data[to] ?? 0) + 1 : 1;
  }
  return made;
}

/** Lowest corner and side of the smallest cube that starts at the lowest coordinates and holds all points. */
function cubeRound(cloud: Tensor): readonly number[] {
  const axis = (a: number): readonly number[] => [...cloud.data].filter((_, i) => i % 3 === a);
  const lows = [0, 1, 2].map((a) => axis(a).reduce((low, v) => Math.min(low, v), Infinity));
  const sides = [0, 1, 2].map(
    (a) => axis(a).reduce((high, v) => Math.max(high, v), -Infinity) - (lows[a] ?? 0),
  );
  return cloud.size === 0 ? [0, 0, 0, 0] : [...lows, Math.max(...sides)];
}
