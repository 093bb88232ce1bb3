// How good is a detector?
import { checkNumber } from "../tensor/index.ts";
import { overlap } from "./boxes.ts";
import { badOption, checkBox, type Box } from "./checks.ts";

/** A box that a detector found. */
export interface Detection {
  /** Name or number of the image. */
  readonly image: string | number;
  readonly box: readonly number[];
  readonly score: number;
}

/** A box that is there. */
export interface Truth {
  readonly image: string | number;
  readonly box: readonly number[];
}

/** Precision and recall down the ranking, and what lies under their curve. */
export interface AveragePrecision {
  /** 0 to 1; NaN where there is nothing to find. */
  readonly ap: number;
  /** After each detection, best score first. */
  readonly precision: readonly number[];
  readonly recall: readonly number[];
}

/**
 * Average precision of one class: the area under precision over recall, precision made falling.
 *
 * From the best score down each detection claims the box that it overlaps most; it is right if that IoU reaches the
 * threshold and nobody claimed the box before. Of equal scores the earlier in the list comes first.
 *
 * @param options threshold: least IoU (default 0.5)
 * @returns ap 0 where nothing was found, NaN where there is nothing to find
 * @throws OptionError BAD_BOX, BAD_OPTIONS
 * @source Everingham et al., "The PASCAL Visual Object Classes Challenge", IJCV 88 (2010); area under all points (2010 on)
 * @example averagePrecision([{ image: 1, box: [0, 0, 2, 2], score: 0.9 }], [{ image: 1, box: [0, 0, 2, 2] }]).ap // 1
 */
export function averagePrecision(
  detections: readonly Detection[],
  truths: readonly Truth[],
  { threshold = 0.5 }: { readonly threshold?: number } = {},
): AveragePrecision {
  const who = "averagePrecision";
  checkNumber(who, "threshold", threshold, { least: 0, most: 1 });
  const there = Map.groupBy(
    truths.map(({ image, box }, i) => ({
      image,
      box: checkBox(who, `truth ${i}`, box),
      claimed: false,
    })),
    ({ image }) => image,
  );
  const found = detections.map(({ image, box, score }, i) => {
    if (Number.isNaN(score)) throw badOption(who, `score NaN of detection ${i}`, "numbers");
    return { image, box: checkBox(who, `detection ${i}`, box), score };
  });
  const precision: number[] = [];
  const recall: number[] = [];
  let right = 0;
  for (const [rank, { image, box }] of found.toSorted((a, b) => b.score - a.score).entries()) {
    const best = nearest(box, there.get(image) ?? []);
    if (best !== undefined && !best.claimed && overlap(box, best.box) >= threshold) {
      best.claimed = true;
      right += 1;
    }
    precision.push(right / (rank + 1));
    recall.push(right / truths.length);
  }
  const ap = truths.length === 0 ? Number.NaN : areaUnder(precision, recall);
  return { ap, precision, recall };
}

function nearest<T extends { readonly box: Box }>(
  box: Box,
  candidates: readonly T[],
): T | undefined {
  let best: T | undefined;
  for (const candidate of candidates) {
    if (best === undefined || overlap(box, candidate.box) > overlap(box, best.box))
      best = candidate;
  }
  return best;
}

function areaUnder(precision: readonly number[], recall: readonly number[]): number {
  let area = 0;
  let highest = 0;
  for (let rank = precision.length - 1; rank >= 0; rank -= 1) {
    highest = Math.max(highest, precision[rank] ?? 0);
    area += highest * ((recall[rank] ?? 0) - (recall[rank - 1] ?? 0));
  }
  return area;
}

/**
 * Mean of the classes' average precisions; classes without any true box are left out.
 *
 * @example meanAveragePrecision([1, 0.5, Number.NaN]) // (1 + 0.5)/2 = 0.75
 */
export function meanAveragePrecision(perClass: readonly number[]): number {
  const known = perClass.filter((ap) => !Number.isNaN(ap));
  return known.reduce((sum, ap) => sum + ap, 0) / known.length;
}
