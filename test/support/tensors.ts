// `expect(x).toBeCloseToTensor(y)`: shapes equal, numbers within 1e-9 (1e-5 where one side is float32).
import { expect } from "vitest";
import {
  allclose,
  asTensor,
  formatTensor,
  type TensorLike,
} from "../../kernel/helpers/tensor/index.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void>, T> {
    /** Shapes equal, numbers within the tolerance (default 1e-9; 1e-5 where one side is float32). */
    toBeCloseToTensor(this: Matchers<R, T>, expected: TensorLike, tolerance?: number): R;
  }
}

expect.extend({
  toBeCloseToTensor(received: TensorLike, expected: TensorLike, tolerance?: number) {
    const found = allclose(received, expected, tolerance);
    const message = (): string =>
      found.equal
        ? "the tensors are equal"
        : [
            `first difference at [${found.firstIndex?.join(", ") ?? "shape"}]: got ${found.got}, expected ${found.expected}`,
            formatTensor(asTensor(received)),
            formatTensor(asTensor(expected)),
          ].join("\n");
    return { pass: found.equal, message };
  },
});
