import { expect, test } from "vitest";
import { guestSeed, hiddenSeeds } from "../../../autograder/checker/seeds.ts";

const owner = { courseKey: "key", student: "ada", lab: "01" };

test("seeds are the same each time, and others for another key, student, lab or question", () => {
  const mine = hiddenSeeds(owner, "q1", 20);
  expect(hiddenSeeds(owner, "q1", 20)).toEqual(mine);
  const others = [
    hiddenSeeds({ ...owner, courseKey: "other" }, "q1", 20),
    hiddenSeeds({ ...owner, student: "grace" }, "q1", 20),
    hiddenSeeds({ ...owner, lab: "02" }, "q1", 20),
    hiddenSeeds(owner, "q2", 20),
  ];
  expect(new Set([...mine, ...others.flat()]).size).toBe(100);
});

test("fewer seeds are the beginning of more", () => {
  expect(hiddenSeeds(owner, "q1", 50).slice(0, 9)).toEqual(hiddenSeeds(owner, "q1", 9));
});

test("names cannot be chosen so that two students share seeds", () => {
  const one = hiddenSeeds({ ...owner, student: 'ada","01' }, "q1", 4);
  expect(one).not.toEqual(hiddenSeeds({ ...owner, lab: '01","01' }, "q1", 4));
});

test("the student's own seed tells nothing of the questions'", () => {
  expect(guestSeed(owner)).toMatch(/^[0-9a-f]{64}$/);
  expect(hiddenSeeds(owner, "guest", 1)[0]?.toString(16)).not.toBe(guestSeed(owner).slice(0, 8));
});
