import { describe, expect, test } from "vitest";
import {
  controllerProbabilities,
  nasnetOperations,
  reinforceStep,
  searchCells,
  type Cell,
} from "../../../kernel/helpers/optim/index.ts";
import { Rng } from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";

const controller = [
  [0.2, -0.1, 0.4],
  [1, 0, -1],
];
const cells = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b): Cell => [a, b]));
const worth = ([a = 0, b = 0]: Cell): number => a * a + b;
const probability = ([a = 0, b = 0]: Cell): number => {
  const [first = [], second = []] = controllerProbabilities(controller);
  return (first[a] ?? 0) * (second[b] ?? 0);
};
/** Mean over all cells of the change that one step makes, by its definition as a sum. */
const meanStep = (baseline: number): number[] =>
  controller.flatMap((row, d) =>
    row.map((logit, o) =>
      cells.reduce((sum, cell) => {
        const next = reinforceStep(controller, cell, worth(cell), { learningRate: 1, baseline });
        return sum + probability(cell) * ((next[d]?.[o] ?? 0) - logit);
      }, 0),
    ),
  );

describe("A24: REINFORCE", () => {
  test("one step by hand: equal logits, choice 1, reward 2, rate ½", () => {
    expect(reinforceStep([[0, 0]], [1], 2, { learningRate: 0.5 })).toEqual([[-0.5, 0.5]]);
    expect(reinforceStep([[0, 0]], [1], 2, { baseline: 2 })).toEqual([[0, 0]]);
  });

  test("logits may be as large as they like: only their differences count", () => {
    // e/(e + 1) = 0.7310585786
    const [[large = 0, small = 0] = []] = controllerProbabilities([[1000, 999]]);
    expect(large).toBeCloseTo(Math.E / (Math.E + 1), 12);
    expect(small).toBeCloseTo(1 / (Math.E + 1), 12);
  });

  test("its mean over all cells is the gradient of the mean reward", () => {
    const mean = (logits: readonly (readonly number[])[]): number => {
      const [first = [], second = []] = controllerProbabilities(logits);
      return cells.reduce(
        (sum, [a = 0, b = 0]) => sum + (first[a] ?? 0) * (second[b] ?? 0) * worth([a, b]),
        0,
      );
    };
    const numeric = controller.flatMap((row, d) =>
      row.map((_, o) => {
        const moved = (by: number) =>
          controller.map((r, i) => r.map((v, j) => (i === d && j === o ? v + by : v)));
        return (mean(moved(1e-6)) - mean(moved(-1e-6))) / 2e-6;
      }),
    );
    for (const [i, g] of meanStep(0).entries()) expect(g).toBeCloseTo(numeric[i] ?? 0, 7);
  });

  test("a baseline does not change that mean", () => {
    const plain = meanStep(0);
    for (const [i, g] of meanStep(3.7).entries()) expect(g).toBeCloseTo(plain[i] ?? 0, 12);
  });

  test("the search finds the planted best of 27 cells, for every seed, and the controller comes to prefer it", () => {
    const planted = [2, 0, 1];
    const value = (cell: Cell): number =>
      cell.filter((choice, i) => choice === planted[i]).length / 3;
    for (const seed of [1, 2, 3, 4, 5]) {
      const found = searchCells([3, 3, 3], value, { trials: 300, rng: new Rng(seed) });
      expect(found.best).toEqual(planted);
      const p = controllerProbabilities(found.controller);
      expect(
        planted.map((choice, i) => p[i]?.indexOf(Math.max(...(p[i] ?? []))) === choice),
      ).toEqual([true, true, true]);
      const mean = (list: readonly number[]): number =>
        list.reduce((a, b) => a + b, 0) / list.length;
      expect(mean(found.rewards.slice(-50))).toBeGreaterThan(mean(found.rewards.slice(0, 50)));
    }
  });

  test("there are 13 operations to choose from, all different", () => {
    expect(new Set(nasnetOperations).size).toBe(13);
  });

  test.each<[string, () => unknown, string]>([
    ["a controller without decisions", () => controllerProbabilities([]), "CONTROLLER"],
    ["a decision without options", () => controllerProbabilities([[1], []]), "CONTROLLER"],
    ["logits of NaN", () => controllerProbabilities([[Number.NaN, 1]]), "CONTROLLER"],
    ["a choice that is not there", () => reinforceStep([[0, 0]], [2], 1), "CELL"],
    ["a cell of too few choices", () => reinforceStep([[0], [0]], [0], 1), "CELL"],
    ["a reward of NaN", () => reinforceStep([[0, 0]], [1], Number.NaN), "BAD_OPTIONS"],
    ["no trials", () => searchCells([2], () => 1, { trials: 0, rng: new Rng(1) }), "BAD_OPTIONS"],
    ["half an option", () => searchCells([1.5], () => 1, { rng: new Rng(1) }), "CONTROLLER"],
  ])("%s is refused", (_, action, code) => {
    expect(codeOf(action)).toBe(code);
  });
});
