import { adversarial } from "./adversarial.ts";
import { applications } from "./applications.ts";
import { architectures } from "./architectures.ts";
import { convolution } from "./convolution.ts";
import { layers } from "./layers.ts";
import { slideErrors } from "./slide-errors.ts";
import { training } from "./training.ts";
import { transferAndCompression } from "./transfer-and-compression.ts";
import { visualising } from "./visualising.ts";
import type { Rows } from "./row.ts";

/** Every row of the syllabus, in its order, and the errors in its slides. */
export const rows: Rows = {
  ...convolution,
  ...layers,
  ...training,
  ...architectures,
  ...transferAndCompression,
  ...visualising,
  ...adversarial,
  ...applications,
  ...slideErrors,
};
