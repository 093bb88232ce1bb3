// Labels as rows of probabilities, checked.
import { OptionError, ShapeError } from "../../../core/index.ts";
import {
  asTensor,
  checkSameShape,
  formatShape,
  type FloatArray,
  type Tensor,
  type TensorLike,
} from "../../tensor/index.ts";

/** Class numbers [N], checked against K classes. */
export function classNumbers(
  who: string,
  labels: TensorLike | readonly number[],
  batch: number,
  classes: number,
): FloatArray {
  const y = asTensor(labels, who, "labels");
  if (y.shape.length !== 1 || y.size !== batch) {
    throw new ShapeError({
      code: "LABEL_COUNT",
      summary: `${who}: there must be one label per row of logits.`,
      given: `logits [${batch}, ${classes}], labels ${formatShape(y.shape)}`,
      expected: `labels [${batch}] with class numbers, or [${batch}, ${classes}] with probabilities`,
      fix: "look which rows and labels belong together",
    });
  }
  const wrong = y.data.findIndex(
    (label) => !Number.isInteger(label) || label < 0 || label >= classes,
  );
  if (wrong >= 0) {
    throw new OptionError({
      code: "LABEL_RANGE",
      summary: `${who}: label ${y.data[wrong]} at position ${wrong} is not a class.`,
      given: `labels[${wrong}] = ${y.data[wrong]}`,
      expected: `whole numbers from 0 to ${classes - 1}`,
      fix: "count classes from 0, or give the logits as many columns as there are classes",
      details: { position: wrong },
    });
  }
  return y.data;
}

/** Class numbers [N] or probabilities [N, K], as probabilities. */
export function labelRows(
  who: string,
  labels: TensorLike | readonly number[],
  logits: Tensor,
): FloatArray {
  const [batch = 0, classes = 0] = logits.shape;
  const y = asTensor(labels, who, "labels");
  if (y.shape.length === 2) {
    checkSameShape(`${who} (labels)`, logits.shape, y.shape);
    checkProbabilities(who, y.data, classes);
    return y.data;
  }
  const rows = new Float64Array(batch * classes);
  classNumbers(who, y, batch, classes).forEach((label, n) => { rows[n * classes + label] = 1; }); // prettier-ignore
  return rows;
}

/** Refuses labels that are negative or no numbers; NaN would make the whole loss NaN, far from where it came in. */
export function checkProbabilities(who: string, values: FloatArray, classes: number): void {
  const wrong = values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong < 0) return;
  throw new OptionError({
    code: "LABEL_RANGE",
    summary: `${who}: ${values[wrong]} is no probability.`,
    given: `labels[${Math.floor(wrong / classes)}][${wrong % classes}] = ${values[wrong]}`,
    expected: "numbers from 0 to 1 that sum to 1 in each row",
    fix: "look where the labels were made",
    details: { position: wrong },
  });
}
