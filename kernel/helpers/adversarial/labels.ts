import { OptionError, ShapeError } from "../../core/index.ts";

/**
 * Refuses labels that are not one class number per example.
 *
 * @throws ShapeError LABEL_COUNT; OptionError LABEL_RANGE
 */
export function checkLabels(
  who: string,
  labels: readonly number[],
  batch: number,
  classes: number,
): void {
  if (labels.length !== batch) {
    throw new ShapeError({
      code: "LABEL_COUNT",
      summary: `${who}: there must be one label per example.`,
      given: `${labels.length} labels for ${batch} examples`,
      expected: `${batch} class numbers`,
    });
  }
  const wrong = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (wrong === undefined) return;
  throw new OptionError({
    code: "LABEL_RANGE",
    summary: `${who}: ${wrong} is not a class.`,
    given: `label ${wrong}`,
    expected: `whole numbers from 0 to ${classes - 1}`,
  });
}
