import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findLab, loadLab } from "../../../autograder/authoring/index.ts";
import { readNotebook, saveNotebook, writeNotebook } from "../../../autograder/notebook/index.ts";
import { releaseNotebook } from "../../../autograder/authoring/release.ts";
import { faultOf } from "../../support/codes.ts";
import { tinyMaster, tinySlug } from "../../support/masters.ts";

let course: string;

beforeAll(async () => {
  course = await mkdtemp(join(tmpdir(), "convlab-course-"));
  for (const slug of [tinySlug, "08-one", "08-two"]) {
    await mkdir(join(course, "solutions", slug), { recursive: true });
    await saveNotebook(join(course, "solutions", slug, `${slug}.ipynb`), tinyMaster());
  }
});
afterAll(() => rm(course, { recursive: true }));

test("a lab is found by its number or its name", async () => {
  for (const name of ["7", "07", tinySlug, `labs/${tinySlug}`, `${tinySlug}.ipynb`]) {
    expect(await findLab(name, course)).toBe(tinySlug);
  }
});

test("a lab that is not there, or not unique, is refused with what there is", async () => {
  expect((await faultOf(() => findLab("8", course))).code).toBe("LAB_AMBIGUOUS");
  const fault = await faultOf(() => findLab("07-tny", course));
  expect(fault.code).toBe("LAB_UNKNOWN");
  expect(fault.fix).toContain(tinySlug);
  expect((await faultOf(() => findLab("1", join(course, "nowhere")))).code).toBe("COURSE_MISSING");
});

test("a lab holds its master with the answers and its release without them", async () => {
  const lab = await loadLab("7", course);
  expect(lab.settings).toMatchObject({ slug: tinySlug, limits: { runMs: 60_000 } });
  expect(writeNotebook(lab.master, "master")).toContain("twice");
  const released = writeNotebook(lab.release, "release");
  for (const secret of ["twice", "below zero", "negative", "MARK SCHEME", "adding a number"]) {
    expect(released).not.toContain(secret);
  }
  expect(released).toContain("doubles a small number");
});

test("releasing twice, and releasing what was saved and read again, gives the same bytes", async () => {
  const { master, settings } = await loadLab("7", course);
  const first = writeNotebook(releaseNotebook(master, settings, "lab"), "lab");
  const again = readNotebook(writeNotebook(master, "lab"), { file: "lab" });
  expect(writeNotebook(releaseNotebook(again, settings, "lab"), "lab")).toBe(first);
});

test("settings are refused with all their faults at once", async () => {
  const fault = await faultOf(() => loadLab("08-one", course));
  expect(fault.code).toBe("LAB_SETTINGS");
  expect(fault.given).toContain('slug is "07-tiny", but the folder is "08-one"');
});
