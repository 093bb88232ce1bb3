// Published figures: readings beside the graphs, not reproduced here and never graded.
import type { BlockOrder } from "../models/residual/cifar/orders.ts";
import type { ShortcutKind } from "../models/residual/cifar/shortcuts.ts";

/** An error rate on ImageNet, with what was measured. */
export interface PublishedError {
  readonly net: string;
  /** Per cent of images whose class is not among the five guesses. */
  readonly top5: number;
  /** The mean of several nets' probabilities is an ensemble. */
  readonly by: "one net" | "ensemble" | "person";
  readonly images: "validation" | "test";
  /** How many nets, what training images, which crops. */
  readonly note: string;
  readonly source: string;
}

const krizhevsky = "Krizhevsky, Sutskever & Hinton, NIPS 2012, table 2";
const ilsvrc2013 = "image-net.org, results of ILSVRC 2013";
const vggTable = "arXiv:1409.1556, table 7";

/**
 * Why one net goes by several error rates: single nets and ensembles, validation and test images, more training data,
 * rounding.
 *
 * @source in each row
 */
export const publishedErrors: readonly PublishedError[] = [
  error("AlexNet", 18.2, "one net", "validation", "one", krizhevsky),
  error("AlexNet", 16.4, "ensemble", "test", "five", krizhevsky),
  error("AlexNet", 15.4, "ensemble", "validation", "seven, two of them trained on all of ImageNet first", krizhevsky),
  error("AlexNet", 15.3, "ensemble", "test", "the same seven: the winner of 2012", krizhevsky),
  error("ZFNet", 11.7, "ensemble", "test", "Clarifai's entry: several nets like it", ilsvrc2013),
  error("ZFNet", 11.2, "ensemble", "test", "the same and one more net, trained on 5000 classes", ilsvrc2013),
  error("VGG", 7.5, "ensemble", "validation", "seven: the entry of 2014", vggTable),
  error("VGG", 7.3, "ensemble", "test", "the same seven", vggTable),
  error("VGG", 7, "one net", "test", "one, many crops, after the competition", vggTable),
  error("GoogLeNet", 10.07, "one net", "validation", "one, one crop", "arXiv:1409.4842, table 3"),
  error("GoogLeNet", 6.656, "ensemble", "test", "seven, 144 crops: the winner of 2014; printed as 6.6, 6.67 and 6.7", "image-net.org, results of ILSVRC 2014"),
  error("nobody's net", 5.1, "person", "test", "one trained annotator, 1500 images; printed as 5 too", "Russakovsky et al., arXiv:1409.0575, section 6.4"),
]; // prettier-ignore

function error(
  net: string,
  top5: number,
  by: PublishedError["by"],
  images: PublishedError["images"],
  note: string,
  source: string,
): PublishedError {
  return { net, top5, by, images, note, source };
}

/** One task of a competition: the best two, and by how much they are said to differ. */
export interface CompetitionMargin {
  readonly task: string;
  readonly measure: string;
  readonly second: number;
  readonly first: number;
  /** Per cent, as the table prints it. */
  readonly printed: number;
}

/**
 * ResNet's five first places of 2015, where both figures are printed. Three of the four margins follow from them; that of
 * localisation is 25.0, not 27.
 *
 * @source He, "Deep Residual Networks", tutorial at ICML 2016
 */
export const competitionMargins: readonly CompetitionMargin[] = [
  margin("ImageNet localisation", "top-5 error, per cent", 12, 9, 27),
  margin("ImageNet detection", "mAP at 0.5", 53.6, 62.1, 16),
  margin("COCO detection", "mAP at 0.5 to 0.95", 33.5, 37.3, 11),
  margin("COCO segmentation", "mAP at 0.5 to 0.95", 25.1, 28.2, 12),
];

function margin(
  task: string,
  measure: string,
  second: number,
  first: number,
  printed: number,
): CompetitionMargin {
  return { task, measure, second, first, printed };
}

/**
 * How much better the first is than the second, in per cent of the second: |second − first| / second · 100.
 *
 * @example relativeMargin({ second: 12, first: 9 }) // 25
 */
export function relativeMargin({
  second,
  first,
}: Pick<CompetitionMargin, "second" | "first">): number {
  return (Math.abs(second - first) / second) * 100;
}

/** Error of ResNet-110 on CIFAR-10 with one kind of shortcut; undefined: above 20, it did not learn. */
export interface ShortcutError {
  readonly shortcut: ShortcutKind;
  /** Factors of x and of F(x), and how a gate starts: g = σ(W_g·x + b_g). */
  readonly setting: string;
  readonly error: number | undefined;
}

/**
 * The six shortcuts of `cifarResnet(18, { shortcut })`, median of five runs.
 *
 * @source He et al., arXiv:1603.05027, table 1
 */
export const shortcutErrors: readonly ShortcutError[] = [
  { shortcut: "identity", setting: "1 and 1", error: 6.61 },
  { shortcut: "constant scaling", setting: "0 and 1 (a plain net)", error: undefined },
  { shortcut: "constant scaling", setting: "0.5 and 1", error: undefined },
  { shortcut: "constant scaling", setting: "0.5 and 0.5", error: 12.35 },
  { shortcut: "exclusive gating", setting: "1 − g and g, b_g = 0 to −5", error: undefined },
  { shortcut: "exclusive gating", setting: "1 − g and g, b_g = −6", error: 8.7 },
  { shortcut: "exclusive gating", setting: "1 − g and g, b_g = −7", error: 9.81 },
  { shortcut: "shortcut-only gating", setting: "1 − g and 1, b_g = 0", error: 12.86 },
  { shortcut: "shortcut-only gating", setting: "1 − g and 1, b_g = −6", error: 6.91 },
  { shortcut: "1x1 convolution", setting: "1×1 and 1", error: 12.22 },
  { shortcut: "dropout", setting: "0.5 dropped and 1", error: undefined },
];

/**
 * Errors on CIFAR-10 of the five orders of `cifarResnet(18, { order })` (ResNet-110), and of bottlenecks (ResNet-164).
 *
 * @source He et al., arXiv:1603.05027, table 2
 */
export const blockOrderErrors: Readonly<
  Record<BlockOrder, { readonly resnet110: number; readonly resnet164: number }>
> = {
  original: { resnet110: 6.61, resnet164: 5.93 },
  "batch norm after addition": { resnet110: 8.17, resnet164: 6.5 },
  "ReLU before addition": { resnet110: 7.84, resnet164: 6.14 },
  "ReLU-only pre-activation": { resnet110: 6.71, resnet164: 5.91 },
  "full pre-activation": { resnet110: 6.37, resnet164: 5.46 },
};
