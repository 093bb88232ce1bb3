import { expect, test } from "vitest";
import {
  competitionMargins,
  publishedErrors,
  relativeMargin,
} from "../../../kernel/helpers/architectures/index.ts";

const of = (net: string): readonly number[] =>
  publishedErrors.filter((row) => row.net === net).map(({ top5 }) => top5);

test("E27: every figure that is printed for a net has a row that says what was measured", () => {
  expect(of("AlexNet")).toEqual(expect.arrayContaining([15.3, 15.4, 16.4]));
  expect(of("ZFNet")).toEqual(expect.arrayContaining([11.2, 11.7]));
  expect(of("VGG")).toEqual(expect.arrayContaining([7.3, 7.5]));
  expect(of("nobody's net")).toEqual([5.1]);
  // one figure, cut off or rounded
  const won = of("GoogLeNet").find((top5) => top5 < 7) ?? 0;
  expect([Math.floor(won * 10) / 10, Math.round(won * 10) / 10]).toEqual([6.6, 6.7]);
});

test("E27: no two rows of a net measure the same: another ensemble, other images, other training", () => {
  const measured = publishedErrors.map(({ net, by, images, note }) =>
    [net, by, images, note].join("; "),
  );
  expect(new Set(measured).size).toBe(publishedErrors.length);
  for (const { net, note, source } of publishedErrors) {
    expect(note, net).not.toBe("");
    expect(source, net).toMatch(/arXiv|ILSVRC|NIPS/);
  }
});

test("E28: the margin of localisation is 25.0 % by its own digits, not 27; 16, 11 and 12 % are right", () => {
  const margins = competitionMargins.map(
    (row) => [row.task, row.printed, relativeMargin(row)] as const,
  );
  expect(margins.map(([task, printed, computed]) => [task, printed, Math.round(computed)])).toEqual(
    [
      ["ImageNet localisation", 27, 25],
      ["ImageNet detection", 16, 16],
      ["COCO detection", 11, 11],
      ["COCO segmentation", 12, 12],
    ],
  );
  // (12.0 − 9.0) / 12.0
  expect(margins[0]?.[2]).toBe(25);
});
