// The promises of a gradebook, run against each implementation.
import { describe, expect, test } from "vitest";
import type { Store } from "../../../autograder/store/index.ts";
import { newGrading, submissionResult, testResult } from "../../support/gradings.ts";

/** `open` gives an empty gradebook; `reopen` closes it and opens the same one again. */
export function storeContract(
  name: string,
  open: () => Promise<{ store: Store; reopen: () => Promise<Store> }>,
): void {
  describe.each([{ name }])("$name", () => {
    test("a grading comes back as it was saved, lists and all, after the gradebook was closed", async () => {
      const { store, reopen } = await open();
      const given = newGrading({
        tests: [
          testResult({ verdict: "failed", points: 0, studentMessage: "expected [2]\ngot [3]" }),
          testResult({
            hidden: true,
            title: "random",
            staffMessage: "input [7]",
            maxPoints: 0.1 + 0.2,
          }),
        ],
        cells: [
          { gradeId: "q1", cellId: "a", flags: ["restored", "duplicate"], staffMessage: "twice" },
          { gradeId: undefined, cellId: "b", flags: [], staffMessage: "" },
        ],
        manual: [{ gradeId: "q2", maxPoints: 5, answered: true }],
        pendingManualMax: 5,
        reason: undefined,
      });
      const saved = await store.save(await store.beginRun({ jobs: 2 }), given);
      const again = await reopen();
      expect(await again.latest()).toEqual([saved]);
      expect(saved).toMatchObject(given);
      await again.close();
    });

    test("texts of every kind are kept, and the audit chain still holds", async () => {
      const { store, reopen } = await open();
      const texts = [
        "zero \0 byte",
        "half \ud800 character",
        "😀 'quoted' \"twice\"",
        "\u202e\r\n\t",
      ];
      const tests = texts.map((text) => testResult({ studentMessage: text, staffMessage: text }));
      await store.save(
        await store.beginRun({}),
        newGrading({ tests, student: "ö'; DROP TABLE tests" }),
      );
      const again = await reopen();
      const [kept] = await again.latest();
      expect(kept?.result.tests.map(({ studentMessage }) => studentMessage)).toEqual([
        "zero \u2400 byte",
        "half \ufffd character",
        "😀 'quoted' \"twice\"",
        "\u202e\r\n\t",
      ]);
      expect(kept?.key.student).toBe("ö'; DROP TABLE tests");
      expect(await again.verifyAudit()).toBeUndefined();
      await again.close();
    });

    test("finished work is found by its key, an open one is not", async () => {
      const { store } = await open();
      const run = await store.beginRun({});
      const open_ = newGrading({ status: "infrastructure", automaticPoints: undefined });
      await store.save(run, open_);
      expect(await store.findFinished(open_.key)).toBeUndefined();
      const saved = await store.save(run, newGrading());
      expect(await store.findFinished(open_.key)).toEqual(saved);
      for (const changed of [
        { submissionHash: "6".repeat(64) },
        { gradingHash: "8".repeat(64) },
        { student: "bob" },
        { lab: "02-pooling" },
      ]) {
        expect(await store.findFinished({ ...open_.key, ...changed })).toBeUndefined();
      }
      await store.close();
    });

    test("the latest grading counts, the earlier ones stay", async () => {
      const { store } = await open();
      const run = await store.beginRun({});
      const first = await store.save(run, newGrading({ tests: [testResult({ points: 0 })] }));
      const second = await store.save(run, newGrading());
      const other = await store.save(run, newGrading({ student: "bob" }));
      expect((await store.latest()).map(({ id }) => id)).toEqual([second.id, other.id]);
      expect(await store.history("alice", first.key.lab)).toEqual([first, second]);
      await store.close();
    });

    test("unreadable submissions have no points, and that is not 0", async () => {
      const { store } = await open();
      const unreadable = {
        status: "unreadable",
        reason: "not JSON",
        automaticPoints: undefined,
      } as const;
      const saved = await store.save(await store.beginRun({}), newGrading(unreadable));
      expect((await store.latest())[0]?.result).toEqual(submissionResult(unreadable));
      expect(await store.findFinished(saved.key)).toEqual(saved);
      await store.close();
    });

    test("a run is remembered with what was asked, and when it ended", async () => {
      const { store } = await open();
      const run = await store.beginRun({ jobs: 2, sandbox: "UNSANDBOXED" });
      expect((await store.runs())[0]).toMatchObject({
        id: run,
        endedAt: undefined,
        request: { jobs: 2, sandbox: "UNSANDBOXED" },
      });
      await store.endRun(run);
      expect((await store.runs())[0]?.endedAt).toMatch(/^\d{4}-/);
      await store.close();
    });

    test("each audit entry holds the hash of the one before", async () => {
      const { store } = await open();
      const run = await store.beginRun({});
      for (const student of ["alice", "bob", "eve"]) await store.save(run, newGrading({ student }));
      const entries = await store.audit();
      expect(entries.map(({ previous }) => previous)).toEqual([
        "0".repeat(64),
        entries[0]?.hash,
        entries[1]?.hash,
      ]);
      expect(JSON.parse(entries[2]?.content ?? "")).toMatchObject({
        student: "eve",
        automaticPoints: 4,
        submissionHash: "5".repeat(64),
        sandbox: "full",
        tools: { convlab: "0.1.0" },
      });
      expect(await store.verifyAudit()).toBeUndefined();
      await store.close();
    });
  });
}
