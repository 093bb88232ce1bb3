// Traps of looking into nets and of fooling them: saliency, Grad-CAM, t-SNE, style; FGSM, PGD, DeepFool.
import { inFile, type Mutant } from "./mutant.ts";

const backprop = inFile("explain/saliency/backprop.ts", ["explain/saliency.test.ts"]);
const cam = inFile("explain/saliency/cam.ts", ["explain/class-maps.test.ts"]);
const occlusion = inFile("explain/saliency/occlusion.ts", ["explain/perturb.test.ts"]);
const unpool = inFile("explain/saliency/unpool.ts", ["explain"]);
const affinities = inFile("explain/map/tsne-affinities.ts", ["explain/tsne.test.ts"]);
const tsneStep = inFile("explain/map/tsne-step.ts", ["explain/tsne.test.ts"]);
const style = inFile("explain/optimise/style.ts", ["explain/style.test.ts"]);
const variation = inFile("explain/optimise/total-variation.ts", ["explain/optimise.test.ts"]);
const classModel = inFile("explain/optimise/class-model.ts", ["explain/optimise.test.ts"]);
const surface = inFile("explain/surface/loss-surface.ts", ["explain/surface.test.ts"]);
const sign = inFile("adversarial/attack/sign.ts", ["adversarial/adversarial.test.ts"]);
const deepFool = inFile("adversarial/attack/deep-fool.ts", ["adversarial/adversarial.test.ts"]);
const minimal = inFile("adversarial/attack/minimal.ts", ["adversarial/gradient-attacks.test.ts"]);
const autoPgd = inFile("adversarial/attack/auto-pgd.ts", ["adversarial/gradient-attacks.test.ts"]);
const universal = inFile("adversarial/attack/universal.ts", [
  "adversarial/gradient-attacks.test.ts",
]);
const spatial = inFile("adversarial/attack/spatial.ts", ["adversarial/few-pixels.test.ts"]);
const measures = inFile("adversarial/measures.ts", ["adversarial"]);
const contrastive = inFile("backprop/losses/contrastive.ts", ["backprop", "pytorch.test.ts"]);

// prettier-ignore
export const looking: readonly Mutant[] = [
  backprop("guided backprop forgets the mask of the forward pass", "r > 0 && (input.data[i] ?? 0) > 0 ? r : 0", "r > 0 ? r : 0"),
  backprop("guided backprop forgets the mask of the backward pass", "r > 0 && (input.data[i] ?? 0) > 0 ? r : 0", "(input.data[i] ?? 0) > 0 ? r : 0"),
  backprop("the deconvnet takes the forward mask", "deconvnet: (gradOutput) =>\n    wrap(\n      gradOutput.data.map((r) => (r > 0 ? r : 0)),", "deconvnet: (gradOutput, input) =>\n    wrap(\n      gradOutput.data.map((r, i) => ((input.data[i] ?? 0) > 0 ? r : 0)),"),
  backprop("the saliency map forgets the absolute value", "Math.abs(gradient.data[i] ?? 0)", "(gradient.data[i] ?? 0)"),
  backprop("the saliency map adds the channels", "Math.max(map.data[pixel] ?? 0, Math.abs(gradient.data[i] ?? 0))", "(map.data[pixel] ?? 0) + Math.abs(gradient.data[i] ?? 0)"),
  cam("Grad-CAM without its ReLU", "map.data[i] = Math.max(0, map.data[i] ?? 0);", "map.data[i] = map.data[i] ?? 0;"),
  cam("Grad-CAM's weights are sums, not means", "(gradient.data[i] ?? 0) / pixels", "(gradient.data[i] ?? 0)"),
  cam("Grad-CAM weighs by the size of the gradient", "(gradient.data[i] ?? 0) / pixels", "Math.abs(gradient.data[i] ?? 0) / pixels"),
  cam("CAM takes the weights of class 0", "weights.data[k * classes + chosen]", "weights.data[k * classes + 0 * chosen]"),
  occlusion("the square hides one column too few", "hidden.data.fill(value, from, from + size * channels)", "hidden.data.fill(value, from, from + (size - 1) * channels)"),
  occlusion("the drop is turned round", "(seen) => whole - seen", "(seen) => seen - whole"),
  occlusion("the last squares are left out", "return [...found, length - size];", "return found.length > 0 ? found : [0];"),
  unpool("switches that meet overwrite each other", "out[to] = (out[to] ?? 0) + (v.data[from] ?? 0);", "out[to] = v.data[from] ?? 0;"),
  affinities("t-SNE forgets to make p symmetric", "((conditional.data[i * count + j] ?? 0) + (conditional.data[j * count + i] ?? 0)) /\n        (2 * count)", "(conditional.data[i * count + j] ?? 0) / count"),
  affinities("t-SNE's p sums to 2", "        (2 * count);", "        count;"),
  affinities("a point is its own neighbour", "(j === own ? 0 : Math.exp(", "(j < 0 ? own : Math.exp("),
  affinities("the perplexity is taken for the entropy", "Math.log(perplexity)", "perplexity / 4"),
  tsneStep("t-SNE's gradient has a 2 for its 4", "4 * (pij - q) * closeness", "2 * (pij - q) * closeness"),
  tsneStep("t-SNE's gradient is that of SNE: the closeness is missing", "4 * (pij - q) * closeness", "4 * (pij - q)"),
  tsneStep("t-SNE's map has a Gaussian, too", "1 / (1 + d)", "Math.exp(-d)"),
  style("the style loss is not divided by N²", "/ (4 * maps ** 2)", "/ 4"),
  style("the Gram matrix is over places", "return matmul(transpose(f), f);", "return matmul(f, transpose(f));"),
  style("the content loss forgets the ½", "sum + d * d, 0) / 2, gradient", "sum + d * d, 0), gradient"),
  variation("total variation goes on into the next row", "column + 1 < width ?", "at + channels < image.size ?"),
  variation("total variation's gradient leaves the neighbours out", "if (below !== 0) slopes[at + row] = (slopes[at + row] ?? 0) + slope * below;", ""),
  classModel("the class model is pushed away from 0", "add(scale(gradient, -1), scale(at, 2 * lambda))", "add(scale(gradient, -1), scale(at, -2 * lambda))"),
  surface("a direction is normalised as a whole, not by filters", "own[i % filters] = (own[i % filters] ?? 0) + value * value;", "own.forEach((o, k) => { own[k] = o + (value * value) / filters; });"),
  surface("directions of biases are kept", "if (d.shape.length < 2) return zeros(d.shape);", ""),
  sign("FGSM moves pixels without a gradient", "Math.sign(gradient.data[i] ?? 0)", "((gradient.data[i] ?? 0) >= 0 ? 1 : -1)"),
  sign("FGSM takes the gradient itself", "direction * Math.sign(gradient.data[i] ?? 0)", "direction * (gradient.data[i] ?? 0)"),
  sign("a targeted attack flees its target", "targeted ? -step : step", "targeted ? step : step"),
  sign("the iterated attack leaves its ball", "clip(clip(value, [at - epsilon, at + epsilon]), box)", "clip(value, [at - epsilon * 4, at + epsilon * 4].map((v) => clip(v, box)) as [number, number])"),
  sign("attacked pixels leave the box", "clip(clip(value, [at - epsilon, at + epsilon]), box)", "clip(value, [at - epsilon, at + epsilon].map((v) => v + 0 * box[0]) as [number, number])"),
  sign("each step's ball lies round the step before", "intoBall(wrap(moved, current.shape), start,", "intoBall(wrap(moved, current.shape), start === current ? start : current,"),
  sign("the projection on the 2-ball cuts each pixel", "value * xi) / norm", "Math.min(xi, Math.max(-xi, value))) * 1"),
  sign("the projection lengthens what is inside, too", "return norm <= xi\n      ? t", "return norm <= 0 * xi\n      ? t"),
  deepFool("DeepFool divides by ‖w‖ as the slide prints it", "(value * Math.abs(gap)) / square)", "(value * Math.abs(gap)) / Math.sqrt(square))"),
  deepFool("DeepFool takes the nearest score, not the nearest plane", "Math.abs(gap) / Math.sqrt(square)", "Math.abs(gap)"),
  deepFool("DeepFool forgets the overshoot", "(1 + overshoot) * value", "value"),
  deepFool("DeepFool keeps its last step alone", "total.data[i] = (total.data[i] ?? 0) + (nearest[i] ?? 0);", "total.data[i] = nearest[i] ?? 0;"),
  minimal("the smallest perturbation pays for its norm, not its square", "c * normOf(eta) ** 2", "c * normOf(eta)"),
  minimal("the smallest perturbation's search goes the wrong way", "      low = middle;", "      high = middle;"),
  autoPgd("Auto-PGD starts with the step ε", "2 * options.epsilon", "options.epsilon"),
  autoPgd("Auto-PGD gives back its last point, not its best", "return { adversarial: search.best,", 'return { adversarial: (search as unknown as { last?: Tensor }).last ?? start,'),
  autoPgd("Auto-PGD halves at every checkpoint", "return few || stuck;", "return few || stuck || true;"),
  universal("the universal perturbation leaves its ball", "v = reshape(projectBall(wrap(sum, v.shape), p, xi), v.shape);", "v = reshape(wrap(sum, v.shape), v.shape); void projectBall; void p; void xi;"),
  universal("images that were wrong before count as fooled", "fooled[n] !== label", "fooled[n] === fooled[n] || label"),
  spatial("the margin loss lets go before the class has changed", "if (lead > -margin) {", "if (lead > margin + 0.5) {"),
  spatial("the margin loss pulls the label up", "gradLogits.data[label] = 1;\n    gradLogits.data[other] = -1;", "gradLogits.data[label] = -1;\n    gradLogits.data[other] = 1;"),
  spatial("the flow's smoothness counts for nothing", "scale(rough.gradient, tau)", "scale(rough.gradient, 0 * tau)"),
  measures("robustness divides the means", "total += norm(eta, n) / norm(x, n);", "total += norm(eta, n);"),
  measures("examples that were wrong from the start count as fooled", "clean[n] === label && attacked[n] === label", "attacked[n] === label || clean[n] !== label"),
  measures("the spectral norm is not rooted", "return Math.sqrt(norm);", "return norm;"),
  measures("the spectral bound adds", "product * spectralNorm(layer), 1", "product + spectralNorm(layer), 0"),
  contrastive("NT-Xent counts a view against itself", "k === i ? -Infinity : cosine(i, k) / temperature", "cosine(i, k) / temperature"),
  contrastive("NT-Xent multiplies by the temperature", "cosine(i, k) / temperature,", "cosine(i, k) * temperature,"),
  contrastive("NT-Xent pairs the two halves of the batch", "const partner = i ^ 1;", "const partner = (i + rows / 2) % rows;"),
  contrastive("NT-Xent's gradient forgets the length", "(norms[i] ?? 1);\n    }", "1;\n    }"),
  contrastive("auxiliary losses count at test time", "training ? auxiliary", "training || true ? auxiliary"),
];
