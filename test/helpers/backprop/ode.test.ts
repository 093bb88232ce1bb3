import { describe, expect, test } from "vitest";
import {
  adjoint,
  auxiliaryLoss,
  denseLayer,
  gradientNorms,
  network,
  ntXent,
  odeSolve,
  reluLayer,
  residualLayer,
  type Layer,
  type NeuralDynamics,
} from "../../../kernel/helpers/backprop/index.ts";
import {
  fromArray,
  random,
  Rng,
  tensor,
  zeros,
  map,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const decay = (z: Tensor): Tensor => map(z, (value) => -value);
const errorOf = (method: "euler" | "rk4", steps: number): number =>
  Math.abs((odeSolve(decay, [1], 0, 1, { method, steps }).z.data[0] ?? 0) - Math.exp(-1));

describe("A30: a residual net as an ordinary differential equation", () => {
  test("one Euler step is a residual block, x + h·F(x)", () => {
    const { z, evaluations } = odeSolve(() => [10, 20], [1, 2], 0, 0.5, {
      method: "euler",
      steps: 1,
    });
    expect(z).toBeCloseToTensor([6, 12]);
    expect(evaluations).toBe(1);
  });

  test("Euler's error halves with the step, Runge and Kutta's falls to a sixteenth", () => {
    expect(errorOf("euler", 200) / errorOf("euler", 400)).toBeCloseTo(2, 1);
    expect(errorOf("rk4", 10) / errorOf("rk4", 20)).toBeCloseTo(16, -0.5);
    const order = Math.log2(errorOf("rk4", 8) / errorOf("rk4", 16));
    expect(order).toBeGreaterThan(3.8);
    expect(order).toBeLessThan(4.3);
  });

  test("adaptive steps keep to the tolerance, and take more calls for a smaller one", () => {
    const turn = (z: Tensor): number[] => [z.data[1] ?? 0, -(z.data[0] ?? 0)];
    const run = (tolerance: number) =>
      odeSolve(turn, [0, 1], 0, 2 * Math.PI, { method: "adaptive", tolerance });
    const [rough, fine] = [run(1e-4), run(1e-9)];
    expect(fine.z).toBeCloseToTensor([0, 1], 1e-6);
    expect(rough.z).toBeCloseToTensor([0, 1], 2e-2);
    expect(fine.evaluations).toBeGreaterThan(4 * rough.evaluations);
  });

  test("the time is handed on: dz/dt = 2t gives t²", () => {
    for (const method of ["rk4", "adaptive"] as const) {
      expect(odeSolve((_, t) => [2 * t], [0], 1, 3, { method }).z.data[0]).toBeCloseTo(8, 6);
    }
  });

  test("backwards from the end it finds the start again", () => {
    const field = (z: Tensor): Tensor => map(z, Math.sin);
    const end = odeSolve(field, [0.5, 1, -2], 0, 2).z;
    expect(odeSolve(field, end, 2, 0).z).toBeCloseToTensor([0.5, 1, -2], 1e-6);
    expect(odeSolve(field, [3], 1, 1).z).toBeCloseToTensor([3]);
  });

  test.each<[string, () => unknown, string]>([
    ["no steps", () => odeSolve(decay, [1], 0, 1, { steps: 0 }), "BAD_OPTIONS"],
    ["an end at infinity", () => odeSolve(decay, [1], 0, Infinity), "BAD_OPTIONS"],
    [
      "an unknown method",
      () => odeSolve(decay, [1], 0, 1, { method: "heun" as "rk4" }),
      "BAD_OPTIONS",
    ],
    [
      "a tolerance of 0",
      () => odeSolve(decay, [1], 0, 1, { method: "adaptive", tolerance: 0 }),
      "BAD_OPTIONS",
    ],
    ["a slope of another shape", () => odeSolve(() => [1, 2], [1], 0, 1), "SHAPES_DIFFER"],
    [
      "a slope of NaN",
      () => odeSolve(() => [Number.NaN], [1], 0, 1, { method: "adaptive" }),
      "ODE_DIVERGED",
    ],
    [
      "a state that explodes",
      () => odeSolve((z) => map(z, (v) => v * v), [1], 0, 2, { method: "euler", steps: 2000 }),
      "ODE_DIVERGED",
    ],
    [
      "a state that explodes between steps",
      () => odeSolve((z) => map(z, (v) => v * v), [1], 0, 2, { method: "adaptive" }),
      "ODE_DIVERGED",
    ],
  ])("%s is refused", (_, action, code) => {
    expect(codeOf(action)).toBe(code);
  });
});

describe("A30: the adjoint method", () => {
  // dz/dt = tanh(W z + t·b) with θ = [W (2×2), b (2)]
  const dynamics: NeuralDynamics = {
    f: (z, t, p) => slopes(z, t, p).map(Math.tanh),
    backward: (a, z, t, p) => {
      const inner = slopes(z, t, p).map((s, i) => (1 - Math.tanh(s) ** 2) * (a.data[i] ?? 0));
      const [g0 = 0, g1 = 0] = inner;
      const [w00 = 0, w01 = 0, w10 = 0, w11 = 0] = p.data;
      const [z0 = 0, z1 = 0] = z.data;
      return {
        gradZ: [w00 * g0 + w10 * g1, w01 * g0 + w11 * g1],
        gradParameters: [g0 * z0, g0 * z1, g1 * z0, g1 * z1, g0 * t, g1 * t],
      };
    },
  };
  const slopes = (z: Tensor, t: number, p: Tensor): number[] => {
    const [w00 = 0, w01 = 0, w10 = 0, w11 = 0, b0 = 0, b1 = 0] = p.data;
    const [z0 = 0, z1 = 0] = z.data;
    return [w00 * z0 + w01 * z1 + t * b0, w10 * z0 + w11 * z1 + t * b1];
  };
  const parameters = random([6], { seed: 1, low: -1 });
  const start = tensor([0.3, -0.7]);
  const options = { method: "rk4", steps: 60 } as const;
  const end = (z0: Tensor, p: Tensor): Tensor =>
    odeSolve((z, t) => dynamics.f(z, t, p), z0, 0, 1.5, options).z;
  // L = z₁(T)² + 3 z₂(T)
  const loss = (z0: Tensor, p: Tensor): number => {
    const [a = 0, b = 0] = end(z0, p).data;
    return a * a + 3 * b;
  };
  const numeric = (t: Tensor, of: () => number): number[] =>
    [...t.data].map((value, i) => {
      const at = (to: number): number => {
        t.data[i] = to;
        return of();
      };
      const slope = (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
      t.data[i] = value;
      return slope;
    });
  const z1 = end(start, parameters);
  const gradZ1 = [2 * (z1.data[0] ?? 0), 3];

  test("its gradients are those of the differences, by start state and by parameters", () => {
    const result = adjoint(dynamics, z1, gradZ1, parameters, 0, 1.5, options);
    expect(result.gradZ0).toBeCloseToTensor(
      numeric(start, () => loss(start, parameters)),
      1e-6,
    );
    expect(result.gradParameters).toBeCloseToTensor(
      numeric(parameters, () => loss(start, parameters)),
      1e-6,
    );
    expect(result.z0).toBeCloseToTensor(start, 1e-6);
  });

  test("back-propagation through the Euler steps comes closer to it, the shorter the steps", () => {
    const exact = adjoint(dynamics, z1, gradZ1, parameters, 0, 1.5, options).gradZ0.data;
    const direct = (steps: number): number => {
      const h = 1.5 / steps;
      const states = [start];
      for (let i = 0; i < steps; i += 1) {
        const z = states.at(-1) ?? start;
        const slope = dynamics.f(z, i * h, parameters) as number[];
        states.push(
          fromArray(
            z.data.map((v, d) => v + h * (slope[d] ?? 0)),
            [2],
          ),
        );
      }
      const last = states.at(-1) ?? start;
      let a = tensor([2 * (last.data[0] ?? 0), 3]);
      for (let i = steps - 1; i >= 0; i -= 1) {
        const { gradZ } = dynamics.backward(a, states[i] ?? start, i * h, parameters);
        a = fromArray(
          a.data.map((g, d) => g + h * ((gradZ as number[])[d] ?? 0)),
          [2],
        );
      }
      return Math.max(...a.data.map((g, d) => Math.abs(g - (exact[d] ?? 0))));
    };
    expect(direct(100) / direct(200)).toBeCloseTo(2, 0);
    expect(direct(400)).toBeLessThan(0.01);
  });

  test("an upstream gradient of another shape is refused", () => {
    expect(codeOf(() => adjoint(dynamics, [1, 2], [1], parameters, 0, 1))).toBe("SHAPES_DIFFER");
  });
});

describe("A12: gradients through shortcuts", () => {
  const stack = (depth: number, residual: boolean): readonly Layer[] => {
    const rng = new Rng(3);
    const block = (i: number): Layer[] => [
      denseLayer(`fc${i}`, { filters: random([6, 6], { seed: rng, low: -0.25, high: 0.25 }) }),
      reluLayer(`relu${i}`),
    ];
    const blocks = Array.from({ length: depth }, (_, i) => i).flatMap((i) =>
      residual ? [residualLayer(`block${i}`, block(i))] : block(i),
    );
    return [...blocks, denseLayer("logits", { filters: random([6, 3], { seed: rng, low: -1 }) })];
  };
  const x = random([8, 6], { seed: 4 });
  const labels = [0, 1, 2, 0, 1, 2, 0, 1];
  const first = (depth: number, residual: boolean): number =>
    gradientNorms(network(stack(depth, residual)), x, labels)[0]?.norm ?? 0;

  test("the first layer of a plain net gets less with depth, that of a residual net does not", () => {
    expect(first(12, false)).toBeLessThan(first(3, false) / 50);
    expect(first(12, true)).toBeGreaterThan(first(3, true) / 3);
    expect(first(12, true)).toBeGreaterThan(1000 * first(12, false));
  });

  test("the gradient at the block's input is that at its output, plus what comes through F", () => {
    const block = residualLayer("b", [
      denseLayer("fc", {
        filters: [
          [0.5, 0],
          [1, -1],
        ],
      }),
    ]);
    const back = block.run(tensor([[1, 2]])).backward(tensor([[3, 4]]), (g) => g);
    // g + g·Wᵀ = [3, 4] + [1.5, 3 − 4]
    expect(back.gradInput).toBeCloseToTensor([[4.5, 3]]);
  });

  test("norms by hand, one per layer with parameters, in order", () => {
    const net = network([
      denseLayer("a", { filters: [[1]] }),
      reluLayer("r"),
      denseLayer("b", { filters: [[0, 0]] }),
    ]);
    const norms = gradientNorms(net, [[2]], [0]);
    // p = [½, ½]: ∂L/∂b = 2·[−½, ½]; nothing goes on through weights 0
    expect(norms).toEqual([
      { layer: "a", norm: 0 },
      { layer: "b", norm: expect.closeTo(Math.SQRT2) },
    ]);
  });
});

test("A8: the losses of two side outputs count 0.3 each in training, and not at test time", () => {
  expect(auxiliaryLoss(1.2, [2, 1.5])).toBeCloseTo(2.25, 12);
  expect(auxiliaryLoss(1.2, [2, 1.5], { training: false })).toBe(1.2);
  expect(auxiliaryLoss(1, [1], { weight: 0.4 })).toBeCloseTo(1.4, 12);
  expect(codeOf(() => auxiliaryLoss(Number.NaN, []))).toBe("BAD_OPTIONS");
});

describe("R5: the contrastive loss of SimCLR", () => {
  const z = random([8, 5], { seed: 5, low: -1 });

  test("by hand: two pairs of equal unit vectors, at right angles", () => {
    // e^1 against e^1 + 2e^0
    expect(
      ntXent(
        [
          [1, 0],
          [2, 0],
          [0, 3],
          [0, 1],
        ],
        1,
      ).loss,
    ).toBeCloseTo(Math.log(1 + 2 / Math.E), 12);
  });

  test("its value is that of the definition, written out pair by pair", () => {
    const row = (i: number): number[] => [...z.data.subarray(5 * i, 5 * i + 5)];
    const similarity = (i: number, k: number): number => {
      const dot = row(i).reduce((sum, v, d) => sum + v * (row(k)[d] ?? 0), 0);
      return dot / (Math.hypot(...row(i)) * Math.hypot(...row(k)));
    };
    for (const t of [0.1, 0.5, 2]) {
      let total = 0;
      for (let i = 0; i < 8; i += 1) {
        let sum = 0;
        for (let k = 0; k < 8; k += 1) if (k !== i) sum += Math.exp(similarity(i, k) / t);
        total -= Math.log(Math.exp(similarity(i, i % 2 === 0 ? i + 1 : i - 1) / t) / sum);
      }
      expect(ntXent(z, t).loss).toBeCloseTo(total / 8, 10);
    }
  });

  test("its gradient agrees with differences, and a longer row changes nothing", () => {
    const { gradLogits } = ntXent(z, 0.3);
    const numeric = zeros(z.shape);
    for (let i = 0; i < z.size; i += 1) {
      const value = z.data[i] ?? 0;
      const at = (to: number): number => {
        z.data[i] = to;
        return ntXent(z, 0.3).loss;
      };
      numeric.data[i] = (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
      z.data[i] = value;
    }
    expect(gradLogits).toBeCloseToTensor(numeric, 1e-7);
    expect(
      ntXent(
        map(z, (v) => 7 * v),
        0.3,
      ).loss,
    ).toBeCloseTo(ntXent(z, 0.3).loss, 10);
  });

  test("the order of the pairs, and of the views in a pair, does not matter", () => {
    const order = [5, 4, 0, 1, 7, 6, 2, 3];
    const moved = fromArray(
      order.flatMap((i) => [...z.data.subarray(5 * i, 5 * i + 5)]),
      [8, 5],
    );
    expect(ntXent(moved).loss).toBeCloseTo(ntXent(z).loss, 12);
  });

  test("a low temperature does not overflow", () => {
    expect(
      ntXent(
        [
          [1, 0],
          [1, 0],
          [-1, 0],
          [-1, 0],
        ],
        1e-3,
      ).loss,
    ).toBeCloseTo(0, 12);
  });

  test.each<[string, () => unknown, string]>([
    ["three rows", () => ntXent([[1], [2], [3]]), "PAIRS"],
    [
      "a row of zeros",
      () =>
        ntXent([
          [1, 0],
          [0, 0],
        ]),
      "ZERO_VECTOR",
    ],
    [
      "NaN",
      () =>
        ntXent([
          [1, Number.NaN],
          [1, 0],
        ]),
      "ZERO_VECTOR",
    ],
    ["temperature 0", () => ntXent([[1], [1]], 0), "BAD_OPTIONS"],
    ["one vector", () => ntXent([1, 2]), "WRONG_RANK"],
    ["nothing", () => ntXent(zeros([0, 4])), "EMPTY"],
  ])("%s is refused", (_, action, code) => {
    expect(codeOf(action)).toBe(code);
  });
});
