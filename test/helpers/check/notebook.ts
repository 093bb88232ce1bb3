// A notebook's scope with the given names in it, as the engine publishes it (kernel/engine/contract.ts).
import { scopeSymbol } from "../../../kernel/engine/contract.ts";
import { question } from "../../../kernel/helpers/check/index.ts";
import type {
  QuestionKit,
  QuestionReport,
  TestReport,
} from "../../../kernel/helpers/check/index.ts";

/** Runs one question over a notebook that declares `names`. */
export async function ask(
  names: Readonly<Record<string, unknown>>,
  tests: (kit: QuestionKit) => Promise<void>,
): Promise<QuestionReport> {
  const scope = new Map(Object.entries(names));
  Object.defineProperty(globalThis, scopeSymbol, { value: scope, configurable: true });
  return question("q1", tests);
}

/** Runs one test worth 2 points and hands back its report. */
export async function askOne(
  names: Readonly<Record<string, unknown>>,
  body: (kit: QuestionKit) => unknown,
  hint?: string,
): Promise<TestReport> {
  const { tests } = await ask(names, async (kit) => {
    const options = hint === undefined ? { points: 2 } : { points: 2, hint };
    await kit.test("the one test", options, () => body(kit));
  });
  const [only] = tests;
  if (!only) throw new Error("no test ran");
  return only;
}
