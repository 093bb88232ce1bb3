// Attacks that change little in another sense: few pixels, a patch, a bending, and defences.
import fc from "fast-check";
import { expect, test } from "vitest";
import * as adversarial from "../../../kernel/helpers/adversarial/index.ts";
import {
  denseLayer,
  flattenLayer,
  gradCheck,
  network,
} from "../../../kernel/helpers/backprop/index.ts";
import {
  add,
  copy,
  max,
  min,
  mul,
  random,
  reshape,
  sub,
  sum,
  tensor,
  wrap,
  zeros,
  type Tensor,
} from "../../../kernel/helpers/tensor/index.ts";
import { codeOf } from "../../support/codes.ts";
import { freshNet, pictures, side, slice, trained } from "../../support/shape-images.ts";
import { randomLike } from "../../support/small-nets.ts";
import "../../support/tensors.ts";

const { affineClassifier, bim, classifierOf, predict } = adversarial;

const plainNet = trained(freshNet(1), pictures(240, 1));
const net = classifierOf(plainNet);
const { images, labels } = pictures(30, 2);
const image = (n: number): Tensor => slice(images, n, 1);
const inBox = (t: Tensor): boolean => min(t) >= 0 && max(t) <= 1;

test("X9 SparseFool changes fewer numbers than DeepFool, keeps the box, and flips the class", () => {
  for (const n of [0, 1, 2, 3]) {
    const label = predict(net, image(n))[0] ?? 0;
    const found = adversarial.sparseFool(net, image(n));
    expect(found.predicted).not.toBe(label);
    expect(predict(net, found.adversarial)[0]).toBe(found.predicted);
    expect(inBox(found.adversarial)).toBe(true);
    expect(sub(found.adversarial, image(n))).toBeCloseToTensor(found.perturbation, 1e-12);
    const dense = adversarial.deepFool(net, image(n)).perturbation;
    const changed = dense.data.filter((v) => v !== 0).length;
    expect(found.changed).toBe(found.perturbation.data.filter((v) => v !== 0).length);
    expect(found.changed).toBeLessThan(changed / 2);
  }
});

test("X9 on an affine model the heaviest coordinates go first, each up to the box", () => {
  // lead of class 0: 3·0.9 + 2·0.5 − 1·0.5 − 1.5 = 1.7; the first coordinate may lose 0.9·3 = 2.7: it is enough
  const plane = affineClassifier([[3, 0], [2, 0], [-1, 0]], [-1.5, 0]); // prettier-ignore
  const one = adversarial.sparseFool(plane, [[0.9, 0.5, 0.5]], { lambda: 1.01 });
  expect(one.changed).toBe(1);
  expect(one.perturbation.get(0, 0)).toBeLessThan(-1.7 / 3);
  // with 0.3 there it is not: the first goes to 0, the second does the rest
  const two = adversarial.sparseFool(plane, [[0.3, 0.9, 0.0]], { lambda: 1.01 });
  expect([two.adversarial.get(0, 0), two.changed]).toEqual([0, 2]);
  expect(two.predicted).toBe(1);
  expect(adversarial.sparseFool(plane, [[0.9, 0.5, 0.5]], { label: 1 }).changed).toBe(0);
});

/** Is there any pixel and any corner of the colour cube that flips the class? By trying all. */
function anyPixelFlips(model: adversarial.Classifier, x: Tensor): boolean {
  const label = predict(model, x)[0];
  const [, height = 0, width = 0] = x.shape;
  for (let place = 0; place < height * width; place += 1) {
    for (let corner = 0; corner < 8; corner += 1) {
      const tried = copy(x);
      [0, 1, 2].forEach((c) => tried.set(0, Math.floor(place / width), place % width, c, (corner >> c) & 1)); // prettier-ignore
      if (predict(model, tried)[0] !== label) return true;
    }
  }
  return false;
}

test("X10 on linear models the evolution finds a pixel exactly where trying all finds one, with at most 400 questions", () => {
  // 5×5 pixels: on a linear model the corners of the colour cube decide
  const outcomes = Array.from({ length: 24 }, (_, seed) => {
    const weights = randomLike([75, 2], seed);
    const flat = affineClassifier(weights, [2.2, 0]);
    const x = random([1, 5, 5, 3], { seed: seed + 100 });
    const found = adversarial.onePixel(flat, x, { seed });
    expect(found.queries).toBeLessThanOrEqual(400);
    expect(inBox(found.adversarial)).toBe(true);
    const possible = anyPixelFlips(flat, x);
    return { possible, success: found.success };
  });
  // never a success that is impossible; nearly always one that is possible
  expect(outcomes.filter(({ possible, success }) => success && !possible)).toEqual([]);
  const possible = outcomes.filter((outcome) => outcome.possible);
  expect(possible.length).toBeGreaterThan(3);
  expect(possible.length).toBeLessThan(24);
  expect(possible.filter(({ success }) => success).length / possible.length).toBeGreaterThan(0.8);
});

test("X10 only the pixels that it names are changed; a seed repeats itself; a wanted class is reached or not claimed", () => {
  const results = [1, 2, 3].map((n) => {
    const found = adversarial.onePixel(net, image(n), { pixels: 3, seed: 2 });
    const named = new Set(found.changes.map(({ at }) => at.join()));
    expect(found.changes.length).toBe(3);
    for (let place = 0; place < side * side; place += 1) {
      const at = [Math.floor(place / side), place % side] as const;
      const same = [0, 1, 2].every((c) => found.adversarial.get(0, ...at, c) === image(n).get(0, ...at, c)); // prettier-ignore
      expect(same || named.has(at.join())).toBe(true);
    }
    expect(found.success).toBe(found.predicted !== predict(net, image(n))[0]);
    expect(adversarial.onePixel(net, image(n), { pixels: 3, seed: 2 }).changes).toEqual(found.changes); // prettier-ignore
    const aimed = adversarial.onePixel(net, image(n), { pixels: 3, target: 1 });
    expect(aimed.success).toBe(aimed.predicted === 1);
    return found;
  });
  expect(results.some(({ success }) => success)).toBe(true);
  expect(codeOf(() => adversarial.onePixel(net, image(0), { population: 3 }))).toBe(
    "ATTACK_OPTION",
  );
  expect(codeOf(() => adversarial.onePixel(net, image(0), { pixels: 0 }))).toBe("ATTACK_OPTION");
});

test("X11 the patch makes most images its class at three places where random paper does not", () => {
  const target = 1;
  const others = images.shape[0] ?? 0;
  const { patch, losses } = adversarial.patchAttack(net, pictures(45, 9).images, { target, size: 5, steps: 50 }); // prettier-ignore
  expect(patch.shape).toEqual([5, 5, 3]);
  expect(inBox(patch)).toBe(true);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
  const share = (paper: Tensor, place: readonly [number, number]): number => {
    const guesses = predict(net, adversarial.applyPatch(images, paper, place));
    const counted = labels.flatMap((label, n) => (label === target ? [] : [guesses[n]]));
    return counted.filter((guess) => guess === target).length / counted.length;
  };
  for (const place of [
    [0, 0],
    [3, 6],
    [7, 1],
  ] as const) {
    // prettier-ignore
    expect(share(patch, place)).toBeGreaterThan(0.6);
    expect(share(random([5, 5, 3], { seed: 1 }), place)).toBeLessThan(share(patch, place) - 0.2);
  }
  expect(others).toBe(30);
  expect(codeOf(() => adversarial.applyPatch(images, patch, [8, 0]))).toBe("ATTACK_OPTION");
});

test("X11 E31 Xiao's bending flips classes with a smooth flow; colours stay between those of the image", () => {
  const flipped = [0, 1, 2, 3].map((n) => {
    const { adversarial: bent, flow, roughness, success, predicted } = adversarial.spatialAttack(net, image(n), { tau: 0.01 }); // prettier-ignore
    expect(predict(net, bent)[0]).toBe(predicted);
    expect(min(bent)).toBeGreaterThanOrEqual(min(image(n)));
    expect(max(bent)).toBeLessThanOrEqual(max(image(n)));
    expect(Math.max(...[...flow.data].map(Math.abs))).toBeLessThanOrEqual(2);
    expect(Number.isFinite(roughness)).toBe(true);
    return success;
  });
  expect(flipped.filter(Boolean).length).toBeGreaterThanOrEqual(3);
});

test("X11 E31 an image of any class can be bent into another one", () => {
  const own = Array.from({ length: 6 }, (_, n) => predict(net, image(n))[0] ?? 0);
  const won = own.filter((_, n) => adversarial.spatialAttack(net, image(n), { tau: 0.01 }).success);
  expect(own.filter((label) => !won.includes(label))).toEqual([]);
});

test("X11 E31 the larger τ, the smoother the flow", () => {
  const rough = [0.001, 0.1, 10].map(
    (tau) => adversarial.spatialAttack(net, image(1), { tau }).roughness,
  );
  expect(rough[1]).toBeLessThan(rough[0] ?? 0);
  expect(rough[2]).toBeLessThan(rough[1] ?? 0);
  // the flow it starts from is rough; a τ of 10 irons it out
  const start = adversarial.flowLoss(random([side, side, 2], { seed: 1, low: -0.05, high: 0.05 }));
  expect(rough[2]).toBeLessThan(0.2 * start.loss);
});

test("X11 the flow's regulariser and its slope are finite where nothing moves; a translation costs nothing more", () => {
  const still = adversarial.flowLoss(zeros([3, 4, 2]));
  expect([...still.gradient.data].every((v) => v === 0)).toBe(true);
  // 17 pairs of neighbours, each from both sides, √1e-8 each
  expect(still.loss).toBeCloseTo(34 * 1e-4, 12);
  const moved = adversarial.flowLoss(add(zeros([3, 4, 2]), 1.5));
  expect(moved.loss).toBeCloseTo(still.loss, 12);
  const flow = randomLike([3, 4, 2], 1);
  const { gradient } = adversarial.flowLoss(flow);
  expect(gradCheck((f) => adversarial.flowLoss(f).loss, flow, gradient).worst).toBeLessThan(1e-6);
});

test("X11 bending by a whole pixel moves the image, the border is repeated, and the gradient by the flow is right", () => {
  const x = tensor([
    [
      [[1], [2]],
      [[3], [4]],
    ],
  ]);
  const right = adversarial.bend(x, [[[1, 0], [1, 0]], [[1, 0], [1, 0]]]); // prettier-ignore
  expect([...right.output.data]).toEqual([2, 2, 4, 4]);
  const [photo, flow, g] = [randomLike([1, 4, 5, 2], 1), randomLike([4, 5, 2], 2), randomLike([1, 4, 5, 2], 3)]; // prettier-ignore
  const f = (at: Tensor): number => sum(mul(adversarial.bend(photo, at).output, g));
  const { worst, checked } = gradCheck(f, flow, adversarial.bend(photo, flow).gradFlow(g));
  expect(checked).toBe(40);
  expect(worst).toBeLessThan(1e-6);
});

test("X17 rotations turn exactly by right angles, and the adjoint is the transpose at every angle", () => {
  const quarter = adversarial.rotation(90, [2, 2]);
  expect([
    ...quarter.apply(
      tensor([
        [
          [[1], [2]],
          [[3], [4]],
        ],
      ]),
    ).data,
  ]).toEqual([2, 4, 1, 3]);
  fc.assert(
    fc.property(
      fc.integer({ min: -180, max: 180 }),
      fc.integer({ min: 0, max: 999 }),
      (angle, seed) => {
        const [x, g] = [randomLike([2, 5, 6, 2], seed), randomLike([2, 5, 6, 2], seed + 1)];
        for (const t of [
          adversarial.rotation(angle, [5, 6]),
          adversarial.shift([angle / 90, 0.3], [5, 6]),
        ]) {
          // prettier-ignore
          expect(sum(mul(t.apply(x), g))).toBeCloseTo(sum(mul(x, t.adjoint(g))), 9);
        }
      },
    ),
    { numRuns: 30 },
  );
  const [half, full] = [180, 360].map((angle) => adversarial.rotation(angle, [4, 4]));
  const x = randomLike([1, 4, 4, 1], 1);
  expect(full?.apply(x)).toBeCloseToTensor(x, 1e-9);
  expect(half?.apply(half.apply(x))).toBeCloseToTensor(x, 1e-9);
});

test("X17 an attack over no transformation at all is refused", () => {
  expect(codeOf(() => adversarial.expectationAttack(net, images, labels, { transforms: [], epsilon: 0.2 }))).toBe("ATTACK_TRANSFORMS"); // prettier-ignore
});

test("X17 the step follows the mean over all transformations, not one of them", () => {
  // class 1 leads by x₁ − 3x₂ upright and by x₂ − 3x₁ mirrored: in the mean both pixels are to fall
  const flat = network([flattenLayer("flat"), denseLayer("z", { filters: [[0, 1], [0, -3]] })]); // prettier-ignore
  const [upright, mirrored] = [(x: number) => x, (x: number) => 1 - x].map((column) =>
    adversarial.pixelTransform([1, 2], (y, x) => [y, column(x)]),
  );
  const transforms = [upright, mirrored].filter((t) => t !== undefined);
  const attacked = adversarial.expectationAttack(flat, [[[[0.5], [0.5]]]], [0], { transforms, epsilon: 0.1, steps: 1, step: 0.1 }); // prettier-ignore
  expect([...attacked.data]).toEqual([0.4, 0.4]);
  // three steps of 0.1, and by themselves twenty of ε/10 that go to the ball's edge
  const three = adversarial.expectationAttack(flat, [[[[0.5], [0.5]]]], [0], { transforms, epsilon: 0.4, steps: 3, step: 0.1 }); // prettier-ignore
  three.data.forEach((value) => expect(value).toBeCloseTo(0.2, 12));
  // by themselves twenty steps of 2ε/20, as for BIM
  const one = { transforms: transforms.slice(0, 1), epsilon: 0.2 };
  const bowl = {
    logits: (x: Tensor) => tensor([[0, -((x.get(0, 0, 0, 0) - 0.53) ** 2)]]),
    inputGradient: (x: Tensor, g: Tensor) =>
      wrap(new Float64Array([-2 * g.get(0, 1) * (x.get(0, 0, 0, 0) - 0.53), 0]), x.shape),
  };
  // 0.42, 0.44 … 0.54 after seven, then 0.52 and 0.54 by turns
  expect(adversarial.expectationAttack(bowl, [[[[0.4], [0.5]]]], [0], one).get(0, 0, 0, 0)).toBeCloseTo(0.52, 12); // prettier-ignore
});

test("X17 every defence of the table names its source and its limit", () => {
  expect(adversarial.defences.length).toBeGreaterThanOrEqual(6);
  for (const { source, limitSource } of adversarial.defences) {
    expect(source).toMatch(/arXiv:\d{4}\.\d{4,5}/);
    expect(limitSource).toMatch(/arXiv:\d{4}\.\d{4,5}/);
  }
});

const attack: adversarial.Attack = (model, x, truth) => bim(model, x, truth, { epsilon: 0.1, steps: 4 }); // prettier-ignore

test("X16 the loss of adversarial training by hand, and its mixture with the clean one", () => {
  const small = slice(images, 0, 4);
  const truth = labels.slice(0, 4);
  const shifted: adversarial.Attack = (_, x) => add(x, 0.1);
  const onAttacked = plainNet.lossGradients(add(small, 0.1), truth);
  const onClean = plainNet.lossGradients(small, truth);
  const pure = adversarial.adversarialGradients(plainNet, small, truth, { attack: shifted });
  expect(pure.loss).toBeCloseTo(onAttacked.loss, 12);
  const mixed = adversarial.adversarialGradients(plainNet, small, truth, { attack: shifted, cleanShare: 0.25 }); // prettier-ignore
  expect(mixed.loss).toBeCloseTo(0.25 * onClean.loss + 0.75 * onAttacked.loss, 12);
  mixed.gradients.forEach((g, i) => {
    const at = (t: Tensor | undefined): number => t?.data[0] ?? Number.NaN;
    expect(at(g)).toBeCloseTo(0.25 * at(onClean.gradients[i]) + 0.75 * at(onAttacked.gradients[i]), 12); // prettier-ignore
  });
  expect(codeOf(() => adversarial.adversarialGradients(plainNet, small, truth, { attack, cleanShare: 2 }))).toBe("ATTACK_OPTION"); // prettier-ignore
  const before = plainNet.parameters.map(copy);
  adversarial.adversarialTrain(plainNet, small, truth, { attack: shifted, epochs: 1 });
  plainNet.parameters.forEach((p, i) => expect(p).toBeCloseToTensor(before[i] ?? [], 0));
  expect(reshape(small, [4, 432]).shape).toEqual([4, 432]);
});
