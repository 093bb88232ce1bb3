// The text that the compiler reads for earlier cells: what is kept, and what is forgotten.
import { expect, test } from "vitest";
import { History } from "../../../kernel/engine/language/history/history.ts";
import { declarationsOf } from "../../../kernel/engine/language/history/units.ts";
import { parseCell } from "../../../kernel/engine/parse.ts";

/** A history with the texts of its modules, as the compiler would have them. */
function openHistory(): { commit: (code: string) => string[]; text: () => string } {
  const history = new History();
  const modules = new Map<string, string>();
  return {
    commit(code) {
      history.commit(declarationsOf(code, parseCell(code).program));
      const changes = history.takeChanges();
      for (const { module, text } of changes) modules.set(module, text);
      return changes.map(({ module }) => module);
    },
    text: () => [...modules.values()].join("\n"),
  };
}

test("an old class lives on under a private name while a variable needs it, and no longer", () => {
  const { commit, text } = openHistory();
  for (const code of ["class C { a = 1 }", "const made = new C()", "class C { b = 1 }"])
    commit(code);
  expect(text()).toContain("class C$1 { a = 1 }");
  expect(text()).toContain("const made = new C$1()");
  commit("const made = new C()");
  expect(text()).not.toContain("C$1");
});

test("what a private name needs in turn lives on with it", () => {
  const { commit, text } = openHistory();
  commit("interface Point { x: number }");
  commit("function make() { const point: Point = { x: 1 }; return { point } }");
  commit("const { point: p } = make()");
  commit("interface Point { y: number }");
  expect(text()).toMatch(/interface Point\$\d+ { x: number }/);
  expect(text()).toMatch(/const { point: p } = make\$\d+\(\)/);
  // the function itself follows the new interface
  expect(text()).toContain("function make() { const point: Point =");
});

test("a renamed shorthand keeps its property's name", () => {
  const { commit, text } = openHistory();
  for (const code of ["const width = 1", "const size = { width }", "const width = 'a'"])
    commit(code);
  expect(text()).toMatch(/const size = { width: width\$\d+ }/);
});

test("cells that are run again and again leave no text behind", () => {
  const { commit, text } = openHistory();
  const run = (i: number): void => {
    commit(`class Net { w${i % 10} = 1; grow(net: Net) { return net } }`);
    commit(`const net = new Net(); function use() { return net }`);
    commit("const used = use()");
  };
  for (let i = 0; i < 10; i += 1) run(i);
  const early = text().length;
  for (let i = 10; i < 200; i += 1) run(i);
  // private names get longer by two digits
  expect(text().length).toBeLessThan(early + 100);
});

test("a commit changes one module, however many there are", () => {
  const { commit } = openHistory();
  for (let i = 0; i < 300; i += 1) commit(`const v${i} = ${i}; function f${i}() { return v${i} }`);
  expect(commit("const fresh = v0 + v100")).toHaveLength(1);
  expect(commit("const v100 = 'again'").length).toBeLessThanOrEqual(2);
});
