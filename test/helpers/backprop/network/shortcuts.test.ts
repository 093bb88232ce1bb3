// A13: what lies on a shortcut: outputs and gradients of one block.
import { expect, test } from "vitest";
import {
  denseLayer,
  gradCheck,
  network,
  reluLayer,
  shortcutLayer,
  type Shortcut,
} from "../../../../kernel/helpers/backprop/index.ts";
import {
  full,
  mul,
  Rng,
  sum,
  tensor,
  zeros,
  type Tensor,
} from "../../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../../support/codes.ts";
import { randomLike } from "../../../support/gradients.ts";
import { shortcutKinds, square, width } from "../../../support/shortcut-kinds.ts";
import "../../../support/tensors.ts";

const double = [denseLayer("twice", { filters: [[2]] })];
/** A gate that is closed to 1/4 everywhere: σ(ln ⅓) = ¼. */
const quarter = [denseLayer("gate", { filters: [[0]], bias: [Math.log(1 / 3)] })];
const at3 = (shortcut: Shortcut): { out: number; gradient: number } => {
  const run = shortcutLayer("b", double, shortcut).run(tensor([[3]]));
  const back = run.backward(tensor([[1]]), (g) => g);
  return { out: run.output.get(0, 0), gradient: back.gradInput.get(0, 0) };
};

test.each<readonly [string, Shortcut, number, number]>([
  // F = 2x = 6 at x = 3
  ["x + F: 3 + 6, gradient 1 + 2", { kind: "identity" }, 9, 3],
  ["x/2 + F/2: 4.5, gradient 0.5 + 1", { kind: "constant scaling", factor: 0.5 }, 4.5, 1.5],
  [
    "x/2 + F: 7.5, gradient 0.5 + 2",
    { kind: "constant scaling", factor: 0.5, branch: 1 },
    7.5,
    2.5,
  ],
  [
    "¾x + ¼F: 2.25 + 1.5, gradient 0.75 + 0.5",
    { kind: "exclusive gating", gate: quarter },
    3.75,
    1.25,
  ],
  [
    "¾x + F: 2.25 + 6, gradient 0.75 + 2",
    { kind: "shortcut-only gating", gate: quarter },
    8.25,
    2.75,
  ],
  [
    "−x + F: −3 + 6, gradient −1 + 2",
    { kind: "layers", layers: [denseLayer("s", { filters: [[-1]] })] },
    3,
    1,
  ],
  ["all of x dropped: 6, gradient 2", { kind: "dropout", rate: 1, seed: 1 }, 6, 2],
  ["nothing of x dropped: 9, gradient 3", { kind: "dropout", rate: 0, seed: 1 }, 9, 3],
])("A13 by hand: %s", (_, shortcut, out, gradient) => {
  expect(at3(shortcut).out).toBeCloseTo(out, 12);
  expect(at3(shortcut).gradient).toBeCloseTo(gradient, 12);
});

test.each(Object.entries(shortcutKinds))(
  "A13 %s: the gradients by the input and by every parameter agree with central differences",
  (_, shortcut) => {
    const rng = new Rng(5);
    const body = [square("a", rng, 2), reluLayer("relu"), square("b", rng, 2)];
    const net = network([shortcutLayer("block", body, shortcut(rng))]);
    const x = randomLike([4, width], 6);
    const upstream = randomLike([4, width], 7);
    const value = (output: Tensor | undefined): number => sum(mul(output ?? zeros([1]), upstream));
    const gradInput = net.forward(x).gradient(upstream);
    const byInput = gradCheck((at) => value(net.forward(at).outputs[0]), x, gradInput);
    expect(byInput.worst).toBeLessThan(1e-7);
    const { gradients } = net.gradientsOf(x, (output) => ({
      loss: value(output),
      gradLogits: upstream,
    }));
    for (const [i, parameter] of net.parameters.entries()) {
      const moved = (at: Tensor): number => {
        const parameters = net.parameters.map((own, k) => (k === i ? at : own));
        return value(net.withParameters(parameters).forward(x).outputs[0]);
      };
      expect(gradCheck(moved, parameter, gradients[i] ?? x).worst).toBeLessThan(1e-7);
    }
  },
);

test("A13 the dropped half of a shortcut is the same in both directions, and about a half", () => {
  const block = shortcutLayer("b", [denseLayer("blank", { filters: zeros([400, 400]) })], {
    kind: "dropout",
    rate: 0.5,
    seed: 3,
  });
  const pass = block.run(full([1, 400], 1));
  const back = pass.backward(full([1, 400], 1), (g) => g).gradInput;
  expect(back).toBeCloseToTensor(pass.output);
  expect(sum(back) / 400).toBeCloseTo(0.5, 1);
});

test.each<readonly [string, () => unknown, string]>([
  [
    "a shortcut that is not there",
    () => shortcutLayer("b", [], { kind: "highway" } as unknown as Shortcut),
    "NO_SUCH_SHORTCUT",
  ],
  [
    "dropout without a seed",
    () =>
      shortcutLayer("b", [], { kind: "dropout", rate: 0.5 } as unknown as Shortcut).run(
        zeros([1, 2]),
      ),
    "BAD_SEED",
  ],
  [
    "a factor of NaN",
    () => shortcutLayer("b", [], { kind: "constant scaling", factor: Number.NaN }),
    "BAD_OPTIONS",
  ],
  [
    "a rate above 1",
    () => shortcutLayer("b", [], { kind: "dropout", rate: 1.1, seed: 1 }),
    "BAD_OPTIONS",
  ],
  [
    "a branch of another shape",
    () =>
      shortcutLayer("b", [denseLayer("d", { filters: zeros([2, 3]) })], {
        kind: "constant scaling",
        factor: 0.5,
      }).run(zeros([1, 2])),
    "SHAPES_DIFFER",
  ],
])("A13 %s is refused", (_, action, code) => {
  expect(codeOf(action)).toBe(code);
});
