// Attacks that follow the gradient: minimal perturbation, Auto-PGD, universal perturbation, fooling images.
import fc from "fast-check";
import { expect, test } from "vitest";
import * as adversarial from "../../../kernel/helpers/adversarial/index.ts";
import {
  add,
  max,
  min,
  random,
  scale,
  sub,
  tensor,
  wrap,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { freshNet, pictures, side, slice, trained } from "../../support/shape-images.ts";
import { randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const { affineClassifier, autoPgd, bim, classifierOf, fgsm, predict } = adversarial;

const net = classifierOf(trained(freshNet(1), pictures(240, 1)));
const other = classifierOf(trained(freshNet(5, [6, 10]), pictures(240, 6)));
const { images, labels } = pictures(30, 2);
const image = (n: number): Tensor => slice(images, n, 1);
const norm = (t: Tensor): number => Math.hypot(...t.data);
const largest = (t: Tensor): number => Math.max(...[...t.data].map(Math.abs));
const wrong = (attacked: Tensor): number => {
  const guesses = predict(net, attacked);
  return labels.filter((label, n) => guesses[n] !== label).length;
};

/** ‖η‖₂ of the smallest targeted FGSM step that gives the wanted class; Infinity if none does. */
function fgsmNorm(x: Tensor, target: number): number {
  for (let epsilon = 0.005; epsilon <= 1; epsilon *= 1.1) {
    const attacked = fgsm(net, x, [target], { epsilon, targeted: true });
    if (predict(net, attacked)[0] === target) return norm(sub(attacked, x));
  }
  return Infinity;
}

test("X1 X2 the minimal perturbation gives the wanted class, stays in the box, and is not longer than FGSM's first success", () => {
  for (const n of [0, 1, 2]) {
    const target = ((labels[n] ?? 0) + 1) % 3;
    const found = adversarial.minimalPerturbation(net, image(n), { target });
    expect(found.success).toBe(true);
    expect(found.predicted).toBe(target);
    expect(predict(net, found.adversarial)).toEqual([target]);
    expect(min(found.adversarial)).toBeGreaterThanOrEqual(0);
    expect(max(found.adversarial)).toBeLessThanOrEqual(1);
    expect(sub(found.adversarial, image(n))).toBeCloseToTensor(found.perturbation, 1e-12);
    expect(found.norm).toBeCloseTo(norm(found.perturbation), 9);
    expect(found.norm).toBeLessThanOrEqual(fgsmNorm(image(n), target));
    // thirty steps and seven halvings unless told otherwise
    const asked = adversarial.minimalPerturbation(net, image(n), { target, steps: 30, bisections: 7 }); // prettier-ignore
    expect(asked.perturbation).toBeCloseToTensor(found.perturbation, 0);
  }
});

test("X2 on an affine model it comes close to the distance of the plane, and a larger c could not have worked", () => {
  // z = (x₁ + 2x₂, 0) from (−1, −0.5): the plane is 2/√5 away; |η| can only be a little longer
  const plane = affineClassifier([[1, 0], [2, 0]], [0, 0]); // prettier-ignore
  const { norm: length, c, perturbation } = adversarial.minimalPerturbation(plane, [[-1, -0.5]], { target: 0, box: [-3, 3], bisections: 20 }); // prettier-ignore
  expect(length).toBeGreaterThanOrEqual(2 / Math.sqrt(5) - 1e-9);
  expect(length).toBeLessThan(1.02 * (2 / Math.sqrt(5)));
  // one step of the descent is one step
  const once = adversarial.minimalPerturbation(plane, [[-1, -0.5]], { target: 0, box: [-3, 3], steps: 1 }); // prettier-ignore
  expect(once.norm).toBeGreaterThan(0);
  // straight across: η ∥ (1, 2)
  expect(perturbation.get(0, 1) / perturbation.get(0, 0)).toBeCloseTo(2, 4);
  // at the minimum the two pulls are in balance: 2c·η + ∇J = 0
  const slope = adversarial.lossGradient(plane, tensor([[-1 + perturbation.get(0, 0), -0.5 + perturbation.get(0, 1)]]), [0]); // prettier-ignore
  expect(2 * c * perturbation.get(0, 0) + slope.get(0, 0)).toBeCloseTo(0, 4);
  expect(2 * c * perturbation.get(0, 1) + slope.get(0, 1)).toBeCloseTo(0, 4);
});

test("X2 an example that has the class already is not changed; a class out of reach is reported", () => {
  const label = predict(net, image(0))[0] ?? 0;
  expect(adversarial.minimalPerturbation(net, image(0), { target: label }).norm).toBe(0);
  // in this box the first class can never win
  const blocked = affineClassifier([[1, 0]], [-5, 0]);
  const tried = adversarial.minimalPerturbation(blocked, [[0.5]], { target: 0 });
  expect([tried.success, tried.predicted]).toEqual([false, 1]);
  expect(codeOf(() => adversarial.minimalPerturbation(net, image(0), { target: 3 }))).toBe("LABEL_RANGE"); // prettier-ignore
  expect(codeOf(() => adversarial.minimalPerturbation(net, images, { target: 1 }))).toBe("ONE_EXAMPLE"); // prettier-ignore
  expect(codeOf(() => adversarial.minimalPerturbation(net, image(0), { target: 1, box: [1, 0] }))).toBe("ATTACK_OPTION"); // prettier-ignore
});

test("X7 Auto-PGD fools at least as many as BIM, inside of ball and box", () => {
  for (const epsilon of [0.04, 0.08]) {
    const { adversarial: attacked, losses } = autoPgd(net, images, labels, { epsilon, steps: 30 });
    expect(wrong(attacked)).toBeGreaterThanOrEqual(wrong(bim(net, images, labels, { epsilon, steps: 30 }))); // prettier-ignore
    expect(largest(sub(attacked, images))).toBeLessThanOrEqual(epsilon + 1e-12);
    expect(min(attacked)).toBeGreaterThanOrEqual(0);
    expect(max(attacked)).toBeLessThanOrEqual(1);
    const again = adversarial.lossPerExample(net, attacked, labels);
    losses.forEach((loss, n) => expect(loss).toBeCloseTo(again[n] ?? 0, 9));
  }
});

test("X7 the step starts at 2ε and is halved at checkpoints only, where the search has stalled", () => {
  const { checkpoints, stepSizes } = autoPgd(net, images, labels, { epsilon: 0.05, steps: 100 });
  // p: 0.22, 0.41, 0.57, 0.70, 0.80, 0.87, 0.93, 0.99
  expect(checkpoints).toEqual([22, 41, 57, 70, 80, 87, 93, 99]);
  expect(stepSizes.length).toBe(9);
  expect(new Set(stepSizes[0])).toEqual(new Set([0.1]));
  stepSizes.slice(1).forEach((sizes, j) =>
    sizes.forEach((size, n) => {
      const before = stepSizes[j]?.[n] ?? 0;
      expect([before, before / 2]).toContain(size);
    }),
  );
  expect(Math.min(...(stepSizes.at(-1) ?? []))).toBeLessThan(0.02);
});

test("X7 as long as the loss rises the step keeps its size", () => {
  // each pixel counts once the one before it has moved: sixty steps in which the loss rises, then none
  const counts = (x: Tensor, i: number): boolean => i === 0 || x.get(0, i - 1) > 0.05;
  const chain = {
    logits: (x: Tensor) => tensor([[0, x.data.reduce((total, v, i) => total + (counts(x, i) ? v : 0), 0)]]), // prettier-ignore
    inputGradient: (x: Tensor, g: Tensor) =>
      wrap(x.data.map((_, i) => (counts(x, i) ? g.get(0, 1) : 0)), x.shape), // prettier-ignore
  };
  const { stepSizes } = autoPgd(chain, zeros([1, 60]), [0], { epsilon: 0.1, steps: 100, box: [-1, 1] }); // prettier-ignore
  expect(stepSizes.slice(0, 4)).toEqual([[0.2], [0.2], [0.2], [0.2]]);
  expect(stepSizes.at(-1)?.[0]).toBeLessThan(0.2);
});

test("X7 on a bowl whose top lies in the ball Auto-PGD comes nearer to it than steps of a fixed size can", () => {
  // z₁ − z₀ = −‖x − t‖²: the loss of class 0 is largest at t
  const t = [0.53, 0.47];
  const bowl = {
    logits: (x: Tensor) =>
      tensor(Array.from({ length: x.shape[0] ?? 0 }, (_, n) => [0, -((x.get(n, 0) - 0.53) ** 2) - (x.get(n, 1) - 0.47) ** 2])), // prettier-ignore
    inputGradient: (x: Tensor, g: Tensor) =>
      tensor(Array.from({ length: x.shape[0] ?? 0 }, (_, n) => t.map((top, i) => -2 * g.get(n, 1) * (x.get(n, i) - top)))), // prettier-ignore
  };
  const { adversarial: attacked } = autoPgd(bowl, [[0.4, 0.4]], [0], { epsilon: 0.2, steps: 60 });
  expect(attacked.get(0, 0)).toBeCloseTo(0.53, 2);
  expect(attacked.get(0, 1)).toBeCloseTo(0.47, 2);
});

test("X7 ε = 0 is the identity, and labels that are none are refused", () => {
  expect(autoPgd(net, images, labels, { epsilon: 0, steps: 3 }).adversarial).toBeCloseToTensor(
    images,
    0,
  );
  expect(codeOf(() => autoPgd(net, images, [0], { epsilon: 0.1 }))).toBe("LABEL_COUNT");
  expect(codeOf(() => autoPgd(net, images, labels, { epsilon: -1 }))).toBe("ATTACK_EPSILON");
  expect(codeOf(() => autoPgd(net, images, labels, { epsilon: 1, steps: 0 }))).toBe("ATTACK_OPTION"); // prettier-ignore
});

test("X8 one perturbation inside the ball changes more than half of the predictions, on seen images and on new ones; noise of its size does not", () => {
  const xi = 0.2;
  for (const seed of [1, 2, 3]) {
    // ten classes: most images are pushed the same way
    const ten = affineClassifier(randomLike([75, 10], seed), randomLike([10], 9));
    const seen = random([60, 5, 5, 3], { seed: seed + 20 });
    const fresh = random([60, 5, 5, 3], { seed: seed + 30 });
    const { perturbation, rates } = adversarial.universalPerturbation(ten, seen, { xi });
    expect(perturbation.shape).toEqual([1, 5, 5, 3]);
    expect(largest(perturbation)).toBeLessThanOrEqual(xi + 1e-12);
    expect(Math.max(...rates)).toBe(adversarial.foolingRate(ten, seen, perturbation));
    expect(Math.max(...rates)).toBeGreaterThan(0.5);
    expect(adversarial.foolingRate(ten, fresh, perturbation)).toBeGreaterThan(0.5);
    const noise = random([1, 5, 5, 3], { seed }).data.map((v) => (v < 0.5 ? -xi : xi));
    const blind = adversarial.foolingRate(ten, fresh, wrap(noise, [1, 5, 5, 3]));
    expect(blind).toBeLessThan(adversarial.foolingRate(ten, fresh, perturbation) - 0.2);
  }
});

test("X8 with a target the three shapes go over to one class", () => {
  const { perturbation, rates } = adversarial.universalPerturbation(net, images, { xi: 0.3, target: 2, wanted: 0.6 }); // prettier-ignore
  expect(rates.at(-1)).toBeGreaterThan(0.5);
  const moved = wrap(images.data.map((v, i) => Math.min(1, Math.max(0, v + (perturbation.data[i % 432] ?? 0)))), images.shape); // prettier-ignore
  expect(predict(net, moved).filter((guess) => guess === 2).length).toBeGreaterThan(20);
});

test("X8 with a target the step goes to the wanted class's plane, though another is nearer", () => {
  // at 0 the scores are 2, 1, 0; the second class's plane is 1/0.5 = 2 away, the third's only 2/4
  const three = affineClassifier([[0, 0.5, 0], [0, 0, 4]], [2, 1, 0]); // prettier-ignore
  const options = { xi: 10, passes: 1, box: [-5, 5] } as const;
  const aimed = adversarial.universalPerturbation(three, [[0, 0]], { ...options, target: 1 });
  expect(aimed.perturbation).toBeCloseToTensor([[2 * 1.02, 0]]);
  const free = adversarial.universalPerturbation(three, [[0, 0]], options);
  expect(free.perturbation).toBeCloseToTensor([[0, 0.5 * 1.02]]);
});

test("X8 with p = 2 the perturbation stays in the Euclidean ball; a share already fooled is not worked on", () => {
  const { perturbation } = adversarial.universalPerturbation(net, images, { xi: 2, p: 2, passes: 2 }); // prettier-ignore
  expect(norm(perturbation)).toBeLessThanOrEqual(2 + 1e-9);
  expect(codeOf(() => adversarial.universalPerturbation(net, images, { xi: 1, p: 3 }))).toBe("ATTACK_NORM"); // prettier-ignore
  expect(codeOf(() => adversarial.foolingRate(net, images, [[1]]))).toBe("ATTACK_OPTION");
});

test("X8 X14 the table of two models: white box on the diagonal, above noise beside it", () => {
  const xi = 0.3;
  const universal = (model: adversarial.Classifier): Tensor => {
    const { perturbation } = adversarial.universalPerturbation(model, images, { xi, target: 2, wanted: 0.6 }); // prettier-ignore
    return wrap(images.data.map((v, i) => Math.min(1, Math.max(0, v + (perturbation.data[i % 432] ?? 0)))), images.shape); // prettier-ignore
  };
  const stepped = (model: adversarial.Classifier): Tensor =>
    bim(model, images, labels, { epsilon: 0.15 });
  for (const attack of [universal, stepped]) {
    const { names, rates } = adversarial.transferTable({ first: net, second: other }, images, labels, attack); // prettier-ignore
    expect(names).toEqual(["first", "second"]);
    expect(rates[0]?.[0]).toBeGreaterThan(0.5);
    expect(rates[1]?.[1]).toBeGreaterThan(0.5);
    const noise = adversarial.transferTable({ first: net, second: other }, images, labels, () => {
      const signs = random(images.shape, { seed: 4 }).data;
      return wrap(images.data.map((v, i) => Math.min(1, Math.max(0, v + ((signs[i] ?? 0) < 0.5 ? -0.15 : 0.15)))), images.shape); // prettier-ignore
    }).rates;
    expect(rates[0]?.[1]).toBeGreaterThan(noise[0]?.[1] ?? 1);
    expect(rates[1]?.[0]).toBeGreaterThan(noise[1]?.[0] ?? 1);
  }
});

test("X14 the table by hand: only examples that both models had right count", () => {
  const [up, down] = [affineClassifier([[1, -1]], [0, 0]), affineClassifier([[1, -1]], [-4, 4])];
  // up says 0 for x > 0, down for x > 4; labels 0: at 5 and 9 both are right, at 2 only up
  const table = adversarial.transferTable(
    { up, down },
    tensor([[2], [5], [9]]),
    [0, 0, 0],
    (model) => (model === up ? tensor([[-1], [-1], [9]]) : tensor([[-1], [3], [3]])),
  );
  expect(table.rates).toEqual([[2 / 3, 1 / 2], [0, 1]]); // prettier-ignore
});

test("X12 from noise to a probability of at least 0.99, in the box, for every class", () => {
  const starts = [0, 1, 2].map((target) => {
    const { image: noise, probability, startProbability } = adversarial.foolingImage(net, { target, shape: [side, side, 3] }); // prettier-ignore
    expect(probability).toBeGreaterThanOrEqual(0.99);
    expect(noise.shape).toEqual([side, side, 3]);
    expect(min(noise)).toBeGreaterThanOrEqual(0);
    expect(max(noise)).toBeLessThanOrEqual(1);
    return startProbability;
  });
  // the noise that all three start from can be only one class itself
  expect(starts.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  expect(starts.filter((p) => p < 0.5).length).toBeGreaterThanOrEqual(2);
  // it ends as soon as the model is sure enough: 2 − 50·(x − 0.9)² − 5·(y − 0.2)² gives σ(2) = 0.88 at most
  const asked = (confidence: number): number => {
    let runs = 0;
    const hill = {
      logits: (x: Tensor) => ((runs += 1), tensor([[2 - 50 * (x.get(0, 0) - 0.9) ** 2 - 5 * (x.get(0, 1) - 0.2) ** 2, 0]])), // prettier-ignore
      inputGradient: (x: Tensor, g: Tensor) => tensor([[-100 * g.get(0, 0) * (x.get(0, 0) - 0.9), -10 * g.get(0, 0) * (x.get(0, 1) - 0.2)]]), // prettier-ignore
    };
    adversarial.foolingImage(hill, { target: 0, shape: [2], confidence, seed: 3 });
    return runs;
  };
  expect(asked(0.55)).toBeLessThan(asked(0.999));
  expect(codeOf(() => adversarial.foolingImage(net, { target: 7, shape: [side, side, 3] }))).toBe("LABEL_RANGE"); // prettier-ignore
});

test("E12 the loss is linearised around the input: L(x + r) ≈ L(x) + rᵀ∇ₓL, with an error that falls as ‖r‖²", () => {
  // no two pixels alike: at a tie of the pool or a rectifier's 0 the loss has a corner
  const x = add(image(0), scale(randomLike([1, side, side, 3], 1), 0.01));
  const right = labels[0] ?? 0;
  const y = (right + 1) % 3; // a wrong class, so that the loss is steep
  // each example's loss is its own: p = 1/4 and 1/2 for logits (0, ln 3) and (0, 0)
  const pair = adversarial.lossPerExample(affineClassifier([[0, Math.log(3)]], [0, 0]), tensor([[1], [0]]), [0, 1]); // prettier-ignore
  expect(pair[0]).toBeCloseTo(Math.log(4), 12);
  expect(pair[1]).toBeCloseTo(Math.log(2), 12);
  const loss = (at: Tensor): number => adversarial.lossPerExample(net, at, [y])[0] ?? 0;
  const gradient = adversarial.lossGradient(net, x, [y]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), (seed) => {
      const r = randomLike(x.shape, seed);
      const error = (h: number): number => {
        const moved = wrap(x.data.map((v, i) => v + h * (r.data[i] ?? 0)), x.shape); // prettier-ignore
        const slope = r.data.reduce((sum, v, i) => sum + v * (gradient.data[i] ?? 0), 0);
        return Math.abs(loss(moved) - loss(x) - h * slope);
      };
      // around the parameters instead, as printed, there is no rᵀ∇ of the input's size at all
      const slope = Math.hypot(...gradient.data) * Math.hypot(...r.data);
      expect(slope).toBeGreaterThan(0.1);
      expect(error(1e-6)).toBeLessThan(1e-3 * 1e-6 * slope);
    }),
    { numRuns: 10 },
  );
});
