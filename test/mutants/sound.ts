// Traps of spectra as an ear hears them.
import type { Mutant } from "./mutant.ts";

const tests = ["vision/sound.test.ts"];

export const sound: readonly Mutant[] = [
  {
    name: "mel bands gather magnitudes instead of energies",
    file: "vision/sound/mfcc.ts",
    find: "map((value) => value * value)",
    replace: "map((value) => value)",
    tests,
  },
  {
    name: "the cosine transform's first row is not orthonormal",
    file: "vision/sound/mfcc.ts",
    find: "(k === 0 ? 1 : 2) / n",
    replace: "2 / n",
    tests,
  },
  {
    name: "the triangles' edges are equally far apart in hertz",
    file: "vision/sound/mel.ts",
    find: "melToHertz(from + ((to - from) * i) / (bands + 1), scale)",
    replace: "low + ((high - low) * i) / (bands + 1)",
    tests,
  },
  {
    name: "HTK's scale takes the natural logarithm",
    file: "vision/sound/mel.ts",
    find: "2595 * Math.log10(1 + hertz / 700)",
    replace: "2595 * Math.log(1 + hertz / 700)",
    tests,
  },
  {
    name: "silence has the logarithm of 0",
    file: "vision/sound/mfcc.ts",
    find: "Math.log(Math.max(energy, floor))",
    replace: "Math.log(energy)",
    tests,
  },
]; // prettier-ignore
