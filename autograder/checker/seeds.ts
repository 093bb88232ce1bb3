import { createHmac } from "node:crypto";

export interface SeedOwner {
  /** Secret of the course; in neither the package nor the export. */
  readonly courseKey: string;
  readonly student: string;
  readonly lab: string;
}

/**
 * Seeds of one student's question: whole numbers from 0 to 2³² − 1, the same at every grading.
 *
 * block i = HMAC-SHA256(courseKey, [student, lab, question, i]), eight numbers each
 */
export function hiddenSeeds(owner: SeedOwner, question: string, count: number): number[] {
  const seeds: number[] = [];
  for (let block = 0; seeds.length < count; block += 1) {
    const digest = createHmac("sha256", owner.courseKey)
      .update(JSON.stringify([owner.student, owner.lab, question, block]))
      .digest();
    for (let at = 0; at < digest.length && seeds.length < count; at += 4) {
      seeds.push(digest.readUInt32LE(at));
    }
  }
  return seeds;
}

/** Seeds the student's own Math.random while grading; tells nothing of the key or of the questions' seeds. */
export function guestSeed(owner: SeedOwner): string {
  return createHmac("sha256", owner.courseKey)
    .update(JSON.stringify([owner.student, owner.lab, "guest"]))
    .digest("hex");
}
