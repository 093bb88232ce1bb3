import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sandbox } from "../../../autograder/contract.ts";
import { closeCheckers } from "../../../autograder/checker/index.ts";
import { createSandbox } from "../../../autograder/sandbox/index.ts";
import { gradeNotebook, verdictsOf } from "../../support/grading.ts";
import { smallLab, solvedBut } from "../../support/small-lab.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ mode: "none" });
});
afterAll(async () => {
  closeCheckers();
  await sandbox.close();
});

const playful = `import { Button, IntSlider, interact, Output, progress } from "convlab/widgets";
const slider = new IntSlider({ value: 2, max: 4 });
display(slider);
new Button({ description: "go" }).onClick(() => console.log("never"));
interact(({ n }) => n * n, { n: slider });
const out = new Output();
out.capture(() => console.log("captured"));
function slide(x: Tensor, w: Tensor): number[] {
  const out: number[] = [];
  for (const i of progress(x.shape[0] - w.shape[0] + 1)) {
    let sum = 0;
    for (let k = 0; k < w.shape[0]; k++) sum += x.data[i + k] * w.data[k];
    out.push(sum);
  }
  return out;
}
slider.value = 3;`;

test("a submission with controls and bars is graded as if nobody looked at them", async () => {
  const lab = smallLab();
  const open = {
    ...lab,
    settings: { ...lab.settings, allowedImports: ["convlab/check", "convlab/widgets"] },
  };
  const result = await gradeNotebook(open, solvedBut(lab, { "slide-answer": playful }), sandbox);
  expect(verdictsOf(result)).toMatchObject({
    "slides a filter over a short signal": "passed",
    "agrees with the sum on random signals": "passed",
    "keeps a running mean": "passed",
  });
});

test("a lab that does not list convlab/widgets refuses them, naming what it lists", async () => {
  const lab = smallLab();
  const result = await gradeNotebook(lab, solvedBut(lab, { "slide-answer": playful }), sandbox);
  expect(verdictsOf(result)["slides a filter over a short signal"]).not.toBe("passed");
  expect(JSON.stringify(result)).toContain("convlab/widgets");
});
