// What follows from another mistake and from nothing else: told once, at its source.
import type { ParsedCell } from "../../parse.ts";
import type { CheckProblem } from "../contract.ts";
import { offsetAt } from "../lsp/text-edit.ts";
import { isNode, type TreeNode, walk } from "../../tree.ts";

/** "Parameter implicitly has an 'any' type": in `list.foreach((x) => …)` only because nobody knows `foreach`. */
const untypedParameter = 7006;

/** The problems without those of parameters whose type would come from a function that is itself a problem. */
export function withoutCascades(
  problems: readonly CheckProblem[],
  cell: ParsedCell,
): readonly CheckProblem[] {
  if (!problems.some(({ code }) => code === untypedParameter)) return problems;
  const at = ({ line, column }: CheckProblem): number =>
    offsetAt(cell.code, { line: line - 1, character: column - 1 });
  const causes = problems.filter(({ code }) => code !== untypedParameter).map(at);
  const untold: TreeNode[] = [];
  walk(cell.program as unknown as TreeNode, (node) => {
    const callee = node["callee"];
    if (isNode(callee) && causes.some((cause) => cause >= callee.start && cause < callee.end))
      untold.push(node);
  });
  return problems.filter((problem) => {
    const offset = at(problem);
    const isWithin = untold.some(({ start, end }) => offset >= start && offset < end);
    return problem.code !== untypedParameter || !isWithin;
  });
}
