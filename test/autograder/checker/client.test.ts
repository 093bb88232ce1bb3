import { tmpdir } from "node:os";
import { afterEach, expect, test } from "vitest";
import { borrowChecker, closeCheckers, returnChecker } from "../../../autograder/checker/index.ts";
import type { CallAnswer, CheckerClient } from "../../../autograder/checker/index.ts";
import { decodeFields, encode } from "../../../autograder/sandbox/channel/index.ts";

const owner = { courseKey: "key", student: "ada", lab: "01", directory: tmpdir() };
const one = (body: string): string => `import { question } from "convlab/check";
await question("q", async ({ test, call, callback, expect, seeds }) => {
  await test("the test", { points: 1 }, async () => { ${body} });
});`;
const nobody = (): Promise<CallAnswer> => Promise.reject(new Error("no call was expected"));

afterEach(closeCheckers);

async function begun(): Promise<CheckerClient> {
  const checker = await borrowChecker();
  await checker.begin(owner);
  return checker;
}

test("a test's call goes out as plain data, and the guest's reply comes to the test", async () => {
  const checker = await begun();
  const asked: unknown[] = [];
  const { tests, error } = await checker.run({
    code: one('expect(await call("double", [1, 2], { stride: 2 })).toEqualTensor([2, 4]);'),
    label: "Tests",
    onCall: (body) => {
      asked.push(decodeFields(body));
      const reply = encode({ status: "returned", value: [2, 4], args: [] });
      return Promise.resolve({ status: "replied", body: reply });
    },
  });
  expect([error, tests[0]?.verdict, tests[0]?.message]).toEqual([undefined, "passed", ""]);
  expect(asked).toMatchObject([
    { kind: "function", name: "double", args: [{ shape: [2] }, { stride: 2 }] },
  ]);
  returnChecker(checker, true);
});

test("a reply that is no reply is tampered, and cannot claim that we failed", async () => {
  const checker = await begun();
  const bodies = [
    Buffer.from("passed"),
    encode({ status: "passed" }),
    encode({ status: "lost", verdict: "infrastructure", detail: "honest" }),
    encode({ status: "returned", value: 1 }),
    encode({ status: "kept", handle: -1, args: [] }),
    encode([1, 2]),
  ];
  for (const body of bodies) {
    const { tests } = await checker.run({
      code: one('expect(await call("f")).toBe(1);'),
      label: "Tests",
      onCall: () => Promise.resolve({ status: "replied", body }),
    });
    expect(tests[0]?.verdict).toBe("tampered");
  }
  returnChecker(checker, true);
});

test("the student's code may call a function of the test, whose faults tell nothing", async () => {
  const checker = await begun();
  const heard: unknown[] = [];
  const { tests } = await checker.run({
    code: one(
      'expect(await call("f", callback((x: number) => { if (x < 0) throw new Error("secret"); return x * x; }))).toBe(9);',
    ),
    label: "Tests",
    onCall: async (_body, onCallback) => {
      for (const args of [[3], [-1]]) {
        const answer = await onCallback(encode({ id: 0, args }));
        heard.push(answer && decodeFields(answer));
      }
      expect(await onCallback(Buffer.from("garbage"))).toBeUndefined();
      return { status: "replied", body: encode({ status: "returned", value: 9, args: [] }) };
    },
  });
  expect(tests[0]?.verdict).toBe("passed");
  expect(heard[0]).toEqual({ status: "returned", value: 9 });
  expect(JSON.stringify(heard[1])).not.toContain("secret");
  returnChecker(checker, true);
});

test("a fault of the master's text is told as such", async () => {
  const checker = await begun();
  const { error, tests } = await checker.run({
    code: "nothing.here;",
    label: "Tests",
    onCall: nobody,
  });
  expect(error).toContain("ReferenceError");
  expect(tests).toEqual([]);
  returnChecker(checker, true);
});

test("a checker that ends in the middle is reported, and the next one is a fresh one", async () => {
  const checker = await begun();
  const died = checker.run({
    code: "process.kill(process.pid, 'SIGKILL');",
    label: "Tests",
    onCall: nobody,
  });
  await expect(died).rejects.toThrow("the checker ended: SIGKILL");
  returnChecker(checker, true);
  const next = await begun();
  expect(next).not.toBe(checker);
  expect(
    (await next.run({ code: "1 + 1;", label: "Tests", onCall: nobody })).error,
  ).toBeUndefined();
  returnChecker(next, true);
});

test("a checker that stands by serves the next submission with a fresh engine and other seeds", async () => {
  const first = await begun();
  const code = one("expect(1).toBe(seeds(1)[0]);");
  const before = await first.run({ code, label: "Tests", onCall: nobody });
  returnChecker(first, true);
  const second = await borrowChecker();
  expect(second).toBe(first);
  await second.begin({ ...owner, student: "grace" });
  const after = await second.run({ code, label: "Tests", onCall: nobody });
  expect(after.tests[0]?.message).not.toBe(before.tests[0]?.message);
  returnChecker(second, true);
});
