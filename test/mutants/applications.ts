// Traps of compression, blocks of architectures, detection, segmentation, flow, sound.
import { inFile, type Mutant } from "./mutant.ts";

const binary = inFile("compress/binary.ts", ["compress"]);
const distil = inFile("compress/distil.ts", ["compress"]);
const prune = inFile("compress/prune.ts", ["compress"]);
const maps = inFile("architectures/run/maps.ts", ["architectures/run.test.ts"]);
const pointwise = inFile("architectures/run/pointwise.ts", ["architectures/run.test.ts"]);
const resnet = inFile("architectures/models/residual/resnet.ts", ["architectures"]);
const separable = inFile("ops/family/separable.ts", ["ops/family.test.ts"]);
const ode = inFile("backprop/ode/solve.ts", ["backprop/ode.test.ts"]);
const adjoint = inFile("backprop/ode/adjoint.ts", ["backprop/ode.test.ts"]);
const boxes = inFile("vision/boxes.ts", ["vision"]);
const detection = inFile("vision/detection.ts", ["vision"]);
const roi = inFile("vision/roi-pool.ts", ["vision"]);
const segmentation = inFile("vision/segmentation.ts", ["vision"]);
const flow = inFile("vision/flow.ts", ["vision"]);
const sound = inFile("vision/sound/stft.ts", ["vision"]);
const voxels = inFile("vision/voxels.ts", ["vision"]);
const features = inFile("vision/features.ts", ["vision"]);

// prettier-ignore
export const applications: readonly Mutant[] = [
  binary("the straight-through gradient is not cut off at ±1", "Math.abs(value) <= 1 ? 1 : 0", "1 + 0 * value"),
  binary("the straight-through gradient is cut off at 1 itself", "Math.abs(value) <= 1 ? 1 : 0", "Math.abs(value) < 1 ? 1 : 0"),
  binary("the sign of 0 is 0", "(value < 0 ? -size : size)", "Math.sign(value) * size"),
  binary("the scale is the mean, not the mean size", "sum + Math.abs(value), 0) / w.size", "sum + value, 0) / w.size"),
  binary("quantised codes have no zero: halves are cut off", "Math.round(value / step)", "Math.floor(value / step)"),
  binary("the quantiser takes 2^b levels for one side", "2 ** (bits - 1) - 1", "2 ** bits - 1"),
  binary("the quantiser's range is the largest value, not the largest size", "Math.max(largest, Math.abs(value))", "Math.max(largest, value)"),
  distil("distillation forgets the teacher's temperature", "softmax(teacher, temperature)", "softmax(teacher)"),
  distil("distillation forgets the student's temperature", "scale(student, 1 / temperature)", "scale(student, 1)"),
  distil("distillation's gradient has a T² that it was not asked for", "scale(soft.gradLogits, 1 / temperature)", "scale(soft.gradLogits, temperature)"),
  prune("pruning goes by value, not by size", "Math.abs(w.data[a] ?? 0) - Math.abs(w.data[b] ?? 0)", "(w.data[a] ?? 0) - (w.data[b] ?? 0)"),
  prune("pruning takes the largest", "Math.abs(w.data[a] ?? 0) - Math.abs(w.data[b] ?? 0)", "Math.abs(w.data[b] ?? 0) - Math.abs(w.data[a] ?? 0)"),
  prune("pruning rounds up", "Math.floor(sparsity * w.size)", "Math.ceil(sparsity * w.size + 1e-9)"),
  prune("filters are judged by their squares", "+ Math.abs(value);", "+ value * value;"),
  prune("the next layer keeps the wrong axis", "keepAxis(next, 2, kept)", "keepAxis(next, 3, kept)"),
  prune("the bias of removed filters stays", "bias: keepAxis(b, 0, kept)", "bias: b"),
  maps("a gate multiplies pixels, not channels", "Math.floor(i / each) * channels + (i % channels)", "Math.floor(i / each) * channels + (Math.floor(i / channels) % channels)"),
  maps("a gate's first image serves the whole batch", "Math.floor(i / each) * channels + (i % channels)", "i % channels"),
  maps("channels are joined one after the other image", "out[Math.floor(at / own) * total + start + (at % own)]", "out[(start * data.length) / own + at]"),
  maps("an adaptive pool's windows do not overlap", "Math.ceil(((at + 1) * size) / count)", "Math.floor(((at + 1) * size) / count)"),
  maps("upsampling is a pixel off", "Math.floor(y / factor)", "Math.round(y / factor)"),
  pointwise("hard sigmoid is a third", "map(x, (value) => relu6(value + 3) / 6)", "map(x, (value) => relu6(value + 3) / 3)"),
  pointwise("GELU is SiLU", "(value / 2) * (1 + erf(value / Math.SQRT2))", "value / (1 + Math.exp(-1.702 * value))"),
  pointwise("a running layer norm divides by c − 1", "(value - mean) ** 2 / channels", "(value - mean) ** 2 / (channels - 1)"),
  resnet("squeeze and excite swap their layers", 'net.relu("se.relu", net.dense("se.fc1", s, hidden))', 'net.act("se.relu", net.dense("se.fc1", s, hidden), "sigmoid")'),
  resnet("the rectifier stands before the addition", 'return net.relu("relu", net.add("add", y, shortcut(net, x, planes, stride)));', 'return net.add("add", net.relu("relu", y), shortcut(net, x, planes, stride));'),
  separable("the channel shuffle is its own inverse's: C/g groups", "(c % size) * groups + Math.floor(c / size)", "(c % groups) * size + Math.floor(c / groups)"),
  separable("the channel shuffle leaves channels where they are", "(c % size) * groups + Math.floor(c / size)", "c + 0 * size"),
  ode("Euler's step forgets h", "return along(z, h, [[1, f(z, t)]]);", "return along(z, 1, [[1, f(z, t)]]);"),
  ode("Runge–Kutta weighs its slopes alike", "    [2, k2],\n    [2, k3],\n    [1, k4],\n  ]);", "    [1, k2],\n    [3, k3],\n    [1, k4],\n  ]);"),
  adjoint("the adjoint forgets its sign", "back.data.map((value) => -value)", "back.data.map((value) => value)"),
  boxes("IoU counts a pixel more on each side", "const area = ([top, left, bottom, right]: Box): number => (bottom - top) * (right - left);", "const area = ([top, left, bottom, right]: Box): number => (bottom - top + 1) * (right - left + 1);"),
  boxes("the union counts the overlap twice", "(area(a) + area(b) - height * width)", "(area(a) + area(b))"),
  boxes("boxes apart in both directions overlap", "if (height <= 0 || width <= 0) return 0;", "if (height * width <= 0) return 0;"),
  boxes("NMS drops boxes at the threshold itself", "overlap(box, other) <= threshold", "overlap(box, other) < threshold"),
  boxes("NMS looks at the best box alone", "const free = kept.every(", "const free = kept.slice(0, 1).every("),
  boxes("NMS starts with the worst", "(data[j] ?? 0) - (data[i] ?? 0) || i - j", "(data[i] ?? 0) - (data[j] ?? 0) || i - j"),
  boxes("box codes are not scaled by the anchor", "(y - anchorY) / anchorH,", "y - anchorY,"),
  boxes("box codes forget the logarithm", "Math.log(h / anchorH)", "h / anchorH - 1"),
  boxes("anchors have width for height", "[size * Math.sqrt(ratio), size / Math.sqrt(ratio)]", "[size / Math.sqrt(ratio), size * Math.sqrt(ratio)]"),
  boxes("anchors are not of one area", "[size * Math.sqrt(ratio), size / Math.sqrt(ratio)]", "[size * ratio, size]"),
  boxes("anchors stand at the corners of their cells", "(Math.floor(cell / width) + 0.5) * stride", "Math.floor(cell / width) * stride"),
  detection("a truth can be found twice", "best.claimed = true;", "best.claimed = false;"),
  detection("average precision is not made to fall", "highest = Math.max(highest, precision[rank] ?? 0);", "highest = precision[rank] ?? 0;"),
  detection("average precision goes through detections unsorted", "found.toSorted((a, b) => b.score - a.score).entries()", "found.entries()"),
  detection("a detection at the threshold is missed", "overlap(box, best.box) >= threshold", "overlap(box, best.box) > threshold"),
  detection("classes without objects count as 0", "known.reduce((sum, ap) => sum + ap, 0) / known.length", "known.reduce((sum, ap) => sum + ap, 0) / perClass.length"),
  roi("RoI pooling cuts its corners off instead of rounding", "const first = Math.round(low);", "const first = Math.floor(low);"),
  roi("RoI pooling leaves the last row out", "Math.round(high) - first + 1", "Math.round(high) - first"),
  roi("RoI bins do not overlap", "Math.ceil(((i + 1) * length) / count)", "Math.floor(((i + 1) * length) / count)"),
  roi("regions that meet overwrite each other's gradient", "out[from] = (out[from] ?? 0) + (grad.data[i] ?? 0);", "out[from] = grad.data[i] ?? 0;"),
  segmentation("mIoU counts absent classes as 0", "const present = perClass.filter((value) => !Number.isNaN(value));", "const present = perClass.map((value) => (Number.isNaN(value) ? 0 : value));"),
  segmentation("IoU of a class is its recall", "at(k, other) + at(other, k), 0) - at(k, k)", "at(k, other), 0)"),
  segmentation("the bilinear filter's centre is between two pixels always", "const size = 2 * factor - (factor % 2);", "const size = 2 * factor;"),
  flow("the warp reads against the flow", "const x = (pixel % width) + (moves.data[2 * pixel] ?? 0);", "const x = (pixel % width) - (moves.data[2 * pixel] ?? 0);"),
  flow("the warp swaps u and v", "const x = (pixel % width) + (moves.data[2 * pixel] ?? 0);", "const x = (pixel % width) + (moves.data[2 * pixel + 1] ?? 0);"),
  flow("the warp's corners have their weights the other way round", "dx === 1 ? right : 1 - right", "dx === 1 ? 1 - right : right"),
  sound("the Hann window reaches zero at both ends", "Math.cos((2 * Math.PI * t) / size)", "Math.cos((2 * Math.PI * t) / (size - 1))"),
  sound("the last frame hangs over the end", "Math.floor((x.size - size) / hop) + 1", "Math.ceil((x.size - size) / hop) + 1"),
  voxels("points are counted where they should be marked", 'fill === "count" ? (made.data[to] ?? 0) + 1 : 1', "(made.data[to] ?? 0) + 1"),
  voxels("the cube is stretched along each axis", "return cloud.size === 0 ? [0, 0, 0, 0] : [...lows, Math.max(...sides)];", "return cloud.size === 0 ? [0, 0, 0, 0] : [...lows, Math.min(...sides)];"),
  features("histograms are not shares", "channels / x.size", "1"),
  features("HOG's cells are not normalised", "own[i] = value / length;", "own[i] = value;"),
];
