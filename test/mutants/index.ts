// All wrong implementations, and what it takes for one to be in order.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attention } from "./attention.ts";
import { applications } from "./applications.ts";
import { convolution } from "./convolution.ts";
import { layers } from "./layers.ts";
import { looking } from "./looking.ts";
import type { Mutant } from "./mutant.ts";
import { nets } from "./nets.ts";
import { pooling } from "./pooling.ts";
import { recipes } from "./recipes.ts";
import { sound } from "./sound.ts";
import { training } from "./training.ts";
import { transfer } from "./transfer.ts";
import { transposed } from "./transposed.ts";

export const mutants: readonly Mutant[] = [
  ...convolution,
  ...transposed,
  ...pooling,
  ...layers,
  ...attention,
  ...training,
  ...transfer,
  ...sound,
  ...recipes,
  ...looking,
  ...applications,
  ...nets,
];

/** The file with the mutant's change; undefined where the place is not there exactly once. */
export function mutated(source: string, { find, replace }: Mutant): string | undefined {
  const parts = source.split(find);
  return parts.length === 2 ? parts.join(replace) : undefined;
}

/** Mutants that no longer apply: their place in the library is gone, or stands there twice. */
export function outdated(root: string): readonly Mutant[] {
  return mutants.filter((mutant) => {
    const source = readFileSync(join(root, "kernel/helpers", mutant.file), "utf8");
    return mutated(source, mutant) === undefined;
  });
}
