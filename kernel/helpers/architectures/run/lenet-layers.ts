// The two layers of 1998 that no library has.
import { avgPool, conv2d } from "../../ops/index.ts";
import { fromArray, type Tensor } from "../../tensor/index.ts";
import { concat, sliceChannels } from "./maps.ts";

/**
 * LeNet-5's C3: each output map reads only some input maps.
 *
 * @param table   input maps of each output map
 * @param filters [k, k, connections], one filter per entry of the table, row by row
 */
export function tableConv(
  x: Tensor,
  table: readonly (readonly number[])[],
  filters: Tensor,
  bias: Tensor,
): Tensor {
  let first = 0;
  const outputs = table.map((row, k) => {
    const inputs = concat(row.map((c) => sliceChannels(x, c, c + 1)));
    const own = filtersOf(filters, first, row.length);
    first += row.length;
    return conv2d(inputs, own, [bias.data[k] ?? 0]);
  });
  return concat(outputs);
}

/** `count` entries of the last axis as filters [k, k, count, 1]. */
function filtersOf(filters: Tensor, first: number, count: number): Tensor {
  const [kH = 0, kW = 0, connections = 0] = filters.shape;
  const numbers = Array.from({ length: kH * kW * count }, (_, i) => {
    const [tap, c] = [Math.floor(i / count), i % count];
    return filters.data[tap * connections + first + c] ?? 0;
  });
  return fromArray(numbers, [kH, kW, count, 1], {
    dtype: filters.data instanceof Float32Array ? "float32" : "float64",
  });
}

/** LeNet-5's sub-sampling: the window's sum times one weight, plus one bias per map. */
export function subsample(x: Tensor, size: number, scale: Tensor, bias: Tensor): Tensor {
  const pooled = avgPool(x, { size });
  const channels = x.shape.at(-1) ?? 1;
  for (let i = 0; i < pooled.size; i += 1) {
    const c = i % channels;
    const sum = (pooled.data[i] ?? 0) * size * size;
    pooled.data[i] = sum * (scale.data[c] ?? 0) + (bias.data[c] ?? 0);
  }
  return pooled;
}
