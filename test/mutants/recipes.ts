// Traps of training recipes: optimisers, schedules, folds, averages, augmentation, standardisation.
import { inFile, type Mutant } from "./mutant.ts";

const steps = inFile("optim/steps.ts", ["optim/steps.test.ts", "pytorch.test.ts"]);
const newer = inFile("optim/newer-steps.ts", ["optim/steps.test.ts", "pytorch.test.ts"]);
const schedules = inFile("optim/schedules.ts", ["optim"]);
const folds = inFile("optim/folds.ts", ["optim"]);
const averaging = inFile("optim/averaging.ts", ["optim"]);
const penalties = inFile("optim/penalties.ts", ["optim"]);
const initializers = inFile("optim/initializers.ts", ["optim"]);
const metrics = inFile("optim/metrics.ts", ["optim"]);
const mixup = inFile("augment/mixup.ts", ["augment"]);
const colour = inFile("augment/colour.ts", ["augment"]);
const geometry = inFile("augment/geometry.ts", ["augment"]);
const standardise = inFile("augment/standardise.ts", ["augment"]);

// prettier-ignore
export const recipes: readonly Mutant[] = [
  steps("RMSProp averages the gradient instead of its square", "rho * s + (1 - rho) * at(g, i) ** 2", "rho * s + (1 - rho) * at(g, i)"),
  steps("Adam's ε stands inside the root", "(root + epsilon)", "Math.sqrt(root ** 2 + epsilon)"),
  steps("gradient descent climbs", "value - learningRate * at(g, i))), state: {}", "value + learningRate * at(g, i))), state: {}"),
  newer("AdamW's decay is not scaled by the learning rate", "value - learningRate * decay * value", "value - decay * value"),
  newer("Nesterov forgets to look ahead: plain momentum", "(at(g, i) + rho * at(velocity, i))", "at(velocity, i)"),
  schedules("cosine decay goes once round: 2π", "0.5 * initial * (1 + Math.cos(Math.PI * progress))", "0.5 * initial * (1 + Math.cos(2 * Math.PI * progress))"),
  schedules("cosine decay comes back after its end", "Math.min(1, Math.max(0, t / total))", "Math.max(0, t / total)"),
  schedules("the cycle starts one step late", "((t - 1) % length)", "(t % length)"),
  schedules("the snapshot is taken at the start of a cycle", "(cycle + 1) * length)", "cycle * length + 1)"),
  schedules("the plateau waits one epoch less", "this.#waited > this.#options.patience", "this.#waited >= this.#options.patience"),
  schedules("the plateau goes on falling: it forgets to wait again", "        this.#rate *= this.#options.factor;\n        this.#waited = 0;", "        this.#rate *= this.#options.factor;"),
  schedules("early stopping keeps the last weights", "    return epoch - this.#best.epoch >= this.#patience;", "    this.#best = { ...this.#best, weights };\n    return epoch - this.#best.epoch >= this.#patience;"),
  schedules("early stopping counts from the start, not from the best", "epoch - this.#best.epoch >=", "epoch >="),
  folds("folds overlap by one", "validation: order.slice(from, to)", "validation: order.slice(from, to + 1)"),
  folds("the training part holds its validation part", "[...order.slice(0, from), ...order.slice(to)]", "[...order]"),
  folds("the remainder of n/k belongs to no fold", "Math.round((fold * n) / k)", "fold * Math.floor(n / k)"),
  averaging("smoothed labels sum to more than 1", "(1 - epsilon) * value + epsilon / classes", "value + epsilon / classes"),
  averaging("label smoothing spreads ε over the other classes alone", "epsilon / classes)", "(value === 1 ? 0 : epsilon / (classes - 1)))"),
  averaging("the moving average has its decay the other way round", "decay * value + (1 - decay) * (w.data[i] ?? 0)", "(1 - decay) * value + decay * (w.data[i] ?? 0)"),
  averaging("the bootstrap draws without putting back", "Array.from({ length: n }, () => rng.integer(n))", "Array.from({ length: n }, (_, i) => (i + 0 * rng.integer(n)))"),
  averaging("an ensemble adds where it should average", "value / members.length", "value"),
  penalties("L1 forgets the sign", "absolute * Math.sign(x)", "absolute * x"),
  penalties("soft threshold cuts without shrinking", "Math.sign(w) * Math.max(0, Math.abs(w) - threshold)", "(Math.abs(w) > threshold ? w : 0)"),
  initializers("the fans of a convolution forget its window", "fanIn: positions * inChannels", "fanIn: inChannels"),
  initializers("He divides 1 by the fan in", "2 / fans(shape).fanIn", "1 / fans(shape).fanIn"),
  initializers("a uniform draw has the limit of the deviation", "Math.sqrt(3 * variance)", "Math.sqrt(variance)"),
  metrics("a tie counts for the label", "(score === own && c < label)", "(score === own && c > label)"),
  metrics("the confusion table is transposed", "table[label * classes + best] = (table[label * classes + best] ?? 0) + 1", "table[best * classes + label] = (table[best * classes + label] ?? 0) + 1"),
  mixup("labels are not mixed", 'label: blend("label", yi, yj, lambda)', 'label: blend("label", yi, yj, 1)'),
  mixup("λ stands at the other image", "lambda * value + (1 - lambda) *", "(1 - lambda) * value + lambda *"),
  mixup("λ is drawn from a uniform", "return 1 / (1 + Math.exp(y - x));", "return 1 / (1 + Math.exp(y - x)) > 0.5 ? 0.75 : 0.25;"),
  colour("cutout is moved inside instead of cut off at the border", "[y - Math.floor(size / 2), x - Math.floor(size / 2)]", "[Math.max(0, y - Math.floor(size / 2)), Math.max(0, x - Math.floor(size / 2))]"),
  colour("cutout runs over into the next row", "column < Math.min(width, left + size)", "column < left + size"),
  colour("cutout's square hangs to the lower right of its centre", "[y - Math.floor(size / 2), x - Math.floor(size / 2)]", "[y, x]"),
  colour("jitter leaves the range", "const clamp = (value: number): number => Math.min(1, Math.max(0, value));", "const clamp = (value: number): number => value;"),
  colour("contrast is taken round 0", "contrast * (value - 0.5) + 0.5 + brightness", "contrast * value + brightness"),
  geometry("the mirror is a pixel off", "[y, width - 1 - x]", "[y, width - x]"),
  geometry("rotation turns round the corner", "[(height - 1) / 2, (width - 1) / 2];\n  return resample(\n    checked,\n    [height, width],\n    (y, x) => {\n      const [dy, dx] = [y - centreY, x - centreX];\n      return [centreY + sine", "[0, 0];\n  return resample(\n    checked,\n    [height, width],\n    (y, x) => {\n      const [dy, dx] = [y - centreY, x - centreX];\n      return [centreY + sine"),
  geometry("zoom makes smaller", "(y - centreY) / vertical", "(y - centreY) * vertical"),
  geometry("the shear leans the other way", "x - amount * (y - centre)", "x + amount * (y - centre)"),
  geometry("ten crops mirror the image's crops at other places", "crops.map((part) => mirror(part))", "crops.map((part) => part)"),
  standardise("each set is standardised by its own mean", "    const scaled = x.data.map(", "    if (x.size !== first.size) return standardise(x).sets[0] ?? x;\n    const scaled = x.data.map("),
  standardise("the variance is not centred", "(value - (mean[c] ?? 0)) ** 2 / count", "value ** 2 / count"),
  standardise("one mean serves all channels", "(mean[i % channels] ?? 0)) / (std", "(mean[0] ?? 0)) / (std"),
];
