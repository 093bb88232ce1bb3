import { expect, test } from "vitest";
import * as adversarial from "../../../kernel/helpers/adversarial/index.ts";
import {
  denseLayer,
  gradCheck,
  network,
  softmaxCrossEntropy,
} from "../../../kernel/helpers/backprop/index.ts";
import { dense, relu } from "../../../kernel/helpers/ops/index.ts";
import {
  add,
  random,
  scale,
  sub,
  sum,
  tensor,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import "../../support/tensors.ts";

const { affineClassifier, bim, deepFool, fgsm, lossGradient, predict } = adversarial;

const randomLike = (shape: readonly number[], seed: number): Tensor =>
  random(shape, { seed, low: -1, high: 1 });

const model = affineClassifier(randomLike([6, 3], 1), randomLike([3], 2));
const images = random([20, 6], { seed: 3 });
const labels = predict(model, images);

const lossOf = (x: Tensor, n: number): number => {
  const one = tensor([[...x.data.subarray(n * 6, (n + 1) * 6)]]);
  return softmaxCrossEntropy(model.logits(one), [labels[n] ?? 0]).loss;
};

test("X3 the loss's gradient by the input agrees with differences", () => {
  const x = randomLike([1, 6], 4);
  const f = (at: Tensor): number => softmaxCrossEntropy(model.logits(at), [2]).loss;
  expect(gradCheck(f, x, lossGradient(model, x, [2])).worst).toBeLessThan(1e-6);
});

test("X3 FGSM changes each pixel by exactly ε where the box does not clip, and stays in the box", () => {
  const attacked = fgsm(model, images, labels, { epsilon: 0.1 });
  const inside = [...images.data].map((v) => v > 0.1 && v < 0.9);
  const change = [...sub(attacked, images).data].map(Math.abs);
  change.forEach((size) => expect(size).toBeLessThanOrEqual(0.1 + 1e-12));
  expect(change.filter((_, i) => inside[i]).every((size) => Math.abs(size - 0.1) < 1e-12)).toBe(
    true,
  );
  expect(Math.min(...attacked.data)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...attacked.data)).toBeLessThanOrEqual(1);
});

test("X3 ε = 0 changes nothing, and a pixel without gradient stays", () => {
  expect(fgsm(model, images, labels, { epsilon: 0 })).toBeCloseToTensor(images);
  const blind = affineClassifier([[1, -1], [0, 0]], [0, 0]); // prettier-ignore
  const attacked = fgsm(blind, [[0.5, 0.5]], [0], { epsilon: 0.1 });
  expect([...attacked.data]).toEqual([0.4, 0.5]);
});

test("X3 a targeted attack makes the loss of the wanted class smaller", () => {
  const wanted = labels.map((label) => (label + 1) % 3);
  const loss = (x: Tensor): number => softmaxCrossEntropy(model.logits(x), wanted).loss;
  const attacked = fgsm(model, images, wanted, { epsilon: 0.1, targeted: true });
  expect(loss(attacked)).toBeLessThan(loss(images));
});

test("X4 BIM stays in ball and box after every step, and reaches FGSM's loss on at least 90 %", () => {
  for (const steps of [1, 3, 10]) {
    const attacked = bim(model, images, labels, { epsilon: 0.1, steps, step: 0.07 });
    expect(Math.max(...[...sub(attacked, images).data].map(Math.abs))).toBeLessThanOrEqual(
      0.1 + 1e-12,
    );
    expect(Math.max(...attacked.data)).toBeLessThanOrEqual(1);
  }
  // three steps of 0.1 along the sign of (3, −1): nothing of it is lost
  const flat = affineClassifier([[0, 3], [0, -1]], [0, 0]); // prettier-ignore
  const walked = bim(flat, [[0.5, 0.5]], [0], { epsilon: 0.4, steps: 3, step: 0.1 });
  expect(walked).toBeCloseToTensor([[0.8, 0.2]], 1e-12);
  // the loss is largest at 0.53: steps of 0.04 go 0.44, 0.48, 0.52, 0.56 and then to and fro, ten in all
  const bowl: adversarial.Classifier = {
    logits: (x) => tensor([[0, -((x.get(0, 0) - 0.53) ** 2)]]),
    inputGradient: (x, g) => tensor([[-2 * g.get(0, 1) * (x.get(0, 0) - 0.53)]]),
  };
  expect(bim(bowl, [[0.4]], [0], { epsilon: 0.2 })).toBeCloseToTensor([[0.56]], 1e-12);
  // ten steps of 2ε/10 unless told otherwise: as far as the ball reaches
  expect(bim(flat, [[0.5, 0.5]], [0], { epsilon: 0.3 })).toBeCloseToTensor([[0.8, 0.2]], 1e-12);
  const one = fgsm(model, images, labels, { epsilon: 0.1 });
  const many = bim(model, images, labels, { epsilon: 0.1 });
  const better = labels.filter((_, n) => lossOf(many, n) >= lossOf(one, n) - 1e-9);
  expect(better.length).toBeGreaterThanOrEqual(18);
});

test("X5 E18 one step of DeepFool lands on the boundary of an affine model: ‖w‖², not ‖w‖", () => {
  // f = 3·x₁ + 4·x₂ + 5 against 0: at (1, 1) f = 12, ‖w‖² = 25, r = −12/25·(3, 4)
  const plane = affineClassifier([[3, 0], [4, 0]], [5, 0]); // prettier-ignore
  const { perturbation, steps } = deepFool(plane, [[1, 1]], { overshoot: 0, maxSteps: 1 });
  expect(perturbation).toBeCloseToTensor([[-1.44, -1.92]]);
  expect(steps).toBe(1);
  // a little beyond it the class is another one, and the search ends by itself
  expect(deepFool(plane, [[1, 1]], { overshoot: 0.02 }).steps).toBe(1);
  const z = plane.logits(add([[1, 1]], perturbation));
  expect(z.get(0, 0)).toBeCloseTo(z.get(0, 1), 12);
});

test("X5 an overshoot of 0.02 flips the class in one step, to the nearest plane of several", () => {
  for (const n of [0, 1, 2, 3]) {
    const x = tensor([[...images.data.subarray(n * 6, (n + 1) * 6)]]);
    const { predicted, steps, perturbation } = deepFool(model, x);
    expect(predicted).not.toBe(labels[n]);
    expect(steps).toBe(1);
    const flipped = predict(model, add(x, perturbation))[0];
    expect(flipped).toBe(predicted);
    // nine tenths of the way are not enough
    expect(predict(model, add(x, scale(perturbation, 0.9)))[0]).toBe(labels[n]);
  }
});

test("X5 the nearest plane is not the nearest score, and two steps add up as Newton's do", () => {
  // at 0 the scores are 2, 1, 0; the planes lie 1/0.5 = 2 and 2/4 = 0.5 away: the third class it is, (0, 0.5)
  const three = affineClassifier([[0, 0.5, 0], [0, 0, 4]], [2, 1, 0]); // prettier-ignore
  const aimed = deepFool(three, [[0, 0]], { overshoot: 0, maxSteps: 1 });
  expect(aimed.perturbation).toBeCloseToTensor([[0, 0.5]]);
  // z₀ − z₁ = x² − 1 from 2: 2 − 3/4 = 1.25, then 1.25 − 0.5625/2.5 = 1.025
  const curve: adversarial.Classifier = {
    logits: (x) => tensor([[x.get(0, 0) ** 2 - 1, 0]]),
    inputGradient: (x, lead) => tensor([[lead.get(0, 0) * 2 * x.get(0, 0)]]),
  };
  const walked = deepFool(curve, [[2]], { overshoot: 0, maxSteps: 2 });
  expect(walked.perturbation).toBeCloseToTensor([[1.025 - 2]]);
  expect(walked.steps).toBe(2);
  // the overshoot lengthens the whole way, not its last step
  expect(deepFool(curve, [[2]], { overshoot: 0.01, maxSteps: 2 }).perturbation).toBeCloseToTensor([[-0.975 * 1.01]]); // prettier-ignore
});

test("X5 an example that is already wrong needs no change", () => {
  const x = tensor([[...images.data.subarray(0, 6)]]);
  const { perturbation, steps } = deepFool(model, x, { label: ((labels[0] ?? 0) + 1) % 3 });
  expect([steps, sum(perturbation)]).toEqual([0, 0]);
});

test("X6 the robustness curve starts at the clean accuracy and never rises", () => {
  const truth = labels.map((label, n) => (n < 4 ? (label + 1) % 3 : label)); // 16 of 20 are right
  const curve = adversarial.robustnessCurve(
    model,
    images,
    truth,
    [0, 0.02, 0.05, 0.1, 0.3, 1],
    (epsilon) => fgsm(model, images, truth, { epsilon }),
  );
  expect(curve[0]).toBe(0.8);
  curve.slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual(curve[i] ?? 0));
  expect(curve.at(-1)).toBeLessThan(0.4);
});

test("X6 of equal scores the first class is the guess", () => {
  const even = affineClassifier([[0, 0, 0]], [1, 1, 0]);
  expect(predict(even, tensor([[5]]))).toEqual([0]);
  const accuracies = [0, 1].map((label) => adversarial.accuracy(even, tensor([[5]]), [label]));
  expect(accuracies).toEqual([1, 0]);
});

test("X6 ρ is the mean of ‖η‖/‖x‖", () => {
  // 5/10 and 1/2: mean 0.5
  expect(adversarial.robustness([[3, 4], [0, 1]], [[6, 8], [2, 0]])).toBe(0.5); // prettier-ignore
});

test("X8 the projection onto a ball is idempotent, keeps what is inside, and lands on the sphere", () => {
  const v = scale(randomLike([10], 5), 3);
  for (const p of [2, Infinity]) {
    const once = adversarial.projectBall(v, p, 0.7);
    expect(adversarial.projectBall(once, p, 0.7)).toBeCloseToTensor(once);
    expect(adversarial.projectBall(scale(v, 0.01), p, 0.7)).toBeCloseToTensor(scale(v, 0.01));
  }
  expect(Math.hypot(...adversarial.projectBall(v, 2, 0.7).data)).toBeCloseTo(0.7, 12);
  expect(codeOf(() => adversarial.projectBall(v, 1, 0.7))).toBe("ATTACK_NORM");
});

test("X13 on a linear model the effect of sign(w) grows as mean|w|·n", () => {
  const effects = [10, 100, 1000, 10_000].map((n) => {
    const w = randomLike([n, 1], n);
    const linear = affineClassifier(w, [0.5]);
    const direction = tensor([[...w.data].map(Math.sign)]);
    const mean = [...w.data].reduce((total, value) => total + Math.abs(value), 0) / n;
    const before = linear.logits(zeros([1, n])).get(0, 0);
    expect(before).toBe(0.5);
    return (linear.logits(direction).get(0, 0) - before) / (mean * n);
  });
  effects.forEach((ratio) => expect(ratio).toBeCloseTo(1, 9));
});

test("X15 the product of the spectral norms bounds 1,000 random pairs", () => {
  const [a, b] = [randomLike([5, 8], 1), randomLike([8, 4], 2)];
  const net = (x: Tensor): Tensor => dense(relu(dense(x, a)), b);
  const bound = adversarial.spectralBound([a, b]);
  const norm = (t: Tensor): number => Math.hypot(...t.data);
  for (let seed = 0; seed < 1000; seed += 1) {
    const [x, y] = [randomLike([1, 5], 2 * seed + 10), randomLike([1, 5], 2 * seed + 11)];
    expect(norm(sub(net(y), net(x)))).toBeLessThanOrEqual(bound * norm(sub(y, x)) + 1e-12);
  }
  expect(adversarial.spectralNorm([[3, 0], [0, -4]])).toBeCloseTo(4, 9); // prettier-ignore
  // the norms 4 and 2 multiply, and along the second axis the bound is reached: 1 → −4 → −8
  const layers = [[[3, 0], [0, -4]], [[0, 0.5], [2, 0]]]; // prettier-ignore
  expect(adversarial.spectralBound(layers)).toBeCloseTo(8, 9);
});

test("an attack without a size is refused", () => {
  expect(codeOf(() => fgsm(model, images, labels, { epsilon: -1 }))).toBe("ATTACK_EPSILON");
  expect(codeOf(() => bim(model, images, labels, { epsilon: Number.NaN }))).toBe("ATTACK_EPSILON");
});

test("pixels outside of the box and NaN are refused instead of being cut off", () => {
  const bytes = scale(images, 255);
  expect(codeOf(() => fgsm(model, bytes, labels, { epsilon: 8 }))).toBe("ATTACK_BOX");
  expect(fgsm(model, bytes, labels, { epsilon: 8, box: [0, 255] }).shape).toEqual([20, 6]);
  expect(codeOf(() => bim(model, [[Number.NaN, 0, 0, 0, 0, 0]], [0], { epsilon: 1 }))).toBe("ATTACK_BOX"); // prettier-ignore
});

test("an attack takes a network as it is, and says what it cannot take", () => {
  const net = network([denseLayer("logits", { filters: randomLike([6, 3], 1) })]);
  const direct = fgsm(net, images, labels, { epsilon: 0.1 });
  const wrapped = fgsm(adversarial.classifierOf(net), images, labels, { epsilon: 0.1 });
  expect(direct).toBeCloseToTensor(wrapped, 0);
  const none = {} as unknown as typeof net;
  expect(codeOf(() => fgsm(none, images, labels, { epsilon: 0.1 }))).toBe("NOT_A_MODEL");
});
