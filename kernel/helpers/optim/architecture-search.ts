// A controller that learns which cell to build: policy gradients over tables of choices.
import { OptionError } from "../../core/index.ts";
import type { Rng } from "../tensor/index.ts";

/** The 13 operations that NASNet's controller chooses from. @source Zoph et al., arXiv:1707.07012, section 3.1 */
export const nasnetOperations: readonly string[] = [
  "identity",
  "1x3 then 3x1 convolution",
  "1x7 then 7x1 convolution",
  "3x3 dilated convolution",
  "3x3 average pooling",
  "3x3 max pooling",
  "5x5 max pooling",
  "7x7 max pooling",
  "1x1 convolution",
  "3x3 convolution",
  "3x3 depthwise-separable convolution",
  "5x5 depthwise-separable convolution",
  "7x7 depthwise-separable convolution",
];

/** One row of logits per decision; a cell is one choice per row. */
export type Controller = readonly (readonly number[])[];

/** A choice per decision. */
export type Cell = readonly number[];

/** How a controller learns. */
export interface ReinforceOptions {
  /** Default 0.1. */
  readonly learningRate?: number;
  /** Taken off the reward: it lowers the noise and leaves the mean gradient as it is (default 0). */
  readonly baseline?: number;
}

/**
 * Probability of each option of each decision: softmax of the row.
 *
 * @throws OptionError CONTROLLER
 * @example controllerProbabilities([[0, 0]]) // [[0.5, 0.5]]
 */
export function controllerProbabilities(controller: Controller): number[][] {
  checkController("controllerProbabilities", controller);
  return controller.map(softmaxRow);
}

/**
 * One step of REINFORCE: logits += learningRate · (reward − baseline) · ∇ log p(cell), ∇ log p = onehot(choice) − softmax.
 *
 * @param cell   what was built, one choice per decision
 * @param reward what it was worth, for example its accuracy
 * @returns a new controller
 * @throws OptionError CONTROLLER, CELL, BAD_OPTIONS
 * @source Williams, Machine Learning 8 (1992); Zoph & Le, arXiv:1611.01578, section 3.2
 * @example reinforceStep([[0, 0]], [1], 2, { learningRate: 0.5 }) // [[-0.5, 0.5]]
 */
export function reinforceStep(
  controller: Controller,
  cell: Cell,
  reward: number,
  { learningRate = 0.1, baseline = 0 }: ReinforceOptions = {},
): number[][] {
  checkController("reinforceStep", controller);
  checkCell(controller, cell);
  if (![reward, baseline, learningRate].every(Number.isFinite)) {
    throw fault(
      "reinforceStep",
      "BAD_OPTIONS",
      `reward ${reward}, baseline ${baseline}, learningRate ${learningRate}`,
      "finite numbers",
    );
  }
  const step = learningRate * (reward - baseline);
  return controller.map((row, decision) => {
    const p = softmaxRow(row);
    return row.map((logit, option) => {
      const hot = cell[decision] === option ? 1 : 0;
      return logit + step * (hot - (p[option] ?? 0));
    });
  });
}

/** A finished search. */
export interface CellSearch {
  readonly controller: Controller;
  /** The best cell that was tried. */
  readonly best: Cell;
  readonly reward: number;
  /** Reward of each trial, in order. */
  readonly rewards: readonly number[];
}

/**
 * Lets a controller search: draws a cell, asks what it is worth, learns; the baseline is a moving average of rewards.
 *
 * @param options  number of options of each decision: [3, 3, 3] has 27 cells
 * @param evaluate what a cell is worth; larger is better
 * @param settings trials (default 200), learningRate (default 0.3), rng
 * @throws OptionError CONTROLLER, BAD_OPTIONS
 * @example searchCells([2, 2], ([a, b]) => a + b, { trials: 50, rng: new Rng(1) }).best // [1, 1]
 */
export function searchCells(
  options: readonly number[],
  evaluate: (cell: Cell) => number,
  settings: { readonly trials?: number; readonly learningRate?: number; readonly rng: Rng },
): CellSearch {
  const { trials = 200, learningRate = 0.3, rng } = settings;
  if (!options.every((n) => Number.isSafeInteger(n) && n >= 1 && n <= 1000)) {
    throw fault(
      "searchCells",
      "CONTROLLER",
      `options [${options.join(", ")}]`,
      "whole numbers ≥ 1",
    );
  }
  if (!Number.isSafeInteger(trials) || trials < 1) {
    throw fault("searchCells", "BAD_OPTIONS", `trials ${trials}`, "a whole number ≥ 1");
  }
  let controller: Controller = options.map((n) => Array<number>(n).fill(0));
  checkController("searchCells", controller);
  let best: Cell = [];
  let reward = -Infinity;
  let baseline: number | undefined;
  const rewards: number[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const cell = controller.map((row) => draw(softmaxRow(row), rng));
    const value = evaluate(cell);
    if (value > reward) [best, reward] = [cell, value];
    rewards.push(value);
    baseline ??= value;
    controller = reinforceStep(controller, cell, value, { learningRate, baseline });
    baseline = 0.9 * baseline + 0.1 * value;
  }
  return { controller, best, reward, rewards };
}

function draw(probabilities: readonly number[], rng: Rng): number {
  let rest = rng.uniform();
  const found = probabilities.findIndex((p) => {
    rest -= p;
    return rest < 0;
  });
  return found < 0 ? probabilities.length - 1 : found;
}

function softmaxRow(row: readonly number[]): number[] {
  const largest = Math.max(...row);
  const powers = row.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function checkController(who: string, controller: Controller): void {
  const wrong = controller.findIndex((row) => row.length === 0 || !row.every(Number.isFinite));
  if (controller.length > 0 && wrong < 0) return;
  const given =
    controller.length === 0
      ? "no decisions"
      : `decision ${wrong}: [${controller[wrong]?.join(", ")}]`;
  throw fault(who, "CONTROLLER", given, "a row of finite logits per decision");
}

function checkCell(controller: Controller, cell: Cell): void {
  const fits = cell.length === controller.length;
  const valid = cell.every(
    (choice, i) => Number.isInteger(choice) && choice >= 0 && choice < (controller[i]?.length ?? 0),
  );
  if (fits && valid) return;
  const expected = controller.map((row) => `0 to ${row.length - 1}`).join(", ");
  throw fault(
    "reinforceStep",
    "CELL",
    `[${cell.join(", ")}]`,
    `one choice per decision: ${expected}`,
  );
}

function fault(who: string, code: string, given: string, expected: string): OptionError {
  const summary = `${who}: this cannot be learnt from.`;
  return new OptionError({ code, summary, given, expected, fix: "correct what is named above" });
}
