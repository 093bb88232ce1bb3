// Mistakes that are legal TypeScript and never meant: our own rules, numbered below 1000.
import type { ParsedCell } from "../../parse.ts";
import type { CheckProblem } from "../contract.ts";
import { positionAt } from "../lsp/text-edit.ts";
import { isNode, type TreeNode, walk } from "../../tree.ts";

/** Number 1 is an import that the lab refuses, see check.ts. */
const rules = {
  /** `if (x = 1)`: compares nothing. */
  assignedCondition: 2,
  /** `import conv2d from "convlab/ops"`: the course's modules have no default. */
  defaultImport: 3,
  /** `list[-1]`: no element has that number. */
  negativeIndex: 4,
  /** `for (i in list)`: texts "0", "1", … */
  loopOverIndices: 5,
  /** `if (x => 3)`: a function, always true. */
  arrowCondition: 6,
  /** `x =+ 3`: sets x to 3. */
  signBehindEquals: 7,
} as const;

/** Where a rule is broken; offsets are UTF-16 units into the cell. */
interface Finding {
  readonly start: number;
  readonly end: number;
  readonly code: number;
  readonly message: string;
  readonly help: string;
  /** The rule holds for arrays alone: where the name stands that must be one. */
  readonly arrayAt?: number;
}

/**
 * What our own rules have against a cell.
 *
 * @param isOurs true for a module of the course
 * @param arraysAt at which of these places the name of an array stands; asked only where a rule depends on it
 */
export async function ownFindings(
  cell: ParsedCell,
  isOurs: (module: string) => boolean,
  arraysAt: (places: readonly number[]) => Promise<ReadonlySet<number>>,
): Promise<CheckProblem[]> {
  if (!/\b(?:if|while|for)\b|\?|\bimport\b|\[\s*-|=[+-]/.test(cell.code)) return [];
  const found: Finding[] = [];
  walk(cell.program as unknown as TreeNode, (node) => {
    found.push(...inCondition(node, cell.code), ...defaultImports(node, isOurs));
    found.push(...onArrays(node, cell.code), ...signs(node, cell.code));
  });
  const asked = new Set(found.flatMap(({ arrayAt }) => arrayAt ?? []));
  const arrays = asked.size === 0 ? asked : await arraysAt([...asked]);
  return found
    .filter(({ arrayAt }) => arrayAt === undefined || arrays.has(arrayAt))
    .map((finding) => toProblem(finding, cell.code));
}

function inCondition(node: TreeNode, code: string): Finding[] {
  const test = node["test"];
  if (!isNode(test)) return [];
  if (test.type === "ArrowFunctionExpression")
    return [
      {
        ...place(test),
        code: rules.arrowCondition,
        message: "`=>` makes a function, which always counts as true; greater or equal is `>=`.",
        help: "An arrow in a condition is hardly ever meant.",
      },
    ];
  const { left, right } = test as unknown as { left: TreeNode; right: TreeNode };
  // `while (line = next())` is meant; a fixed value is not
  const isFixed = test.type === "AssignmentExpression" && right.type === "Literal";
  if (!isFixed || test["operator"] !== "=") return [];
  return [
    {
      ...place(test),
      code: rules.assignedCondition,
      message: `\`=\` gives \`${textOf(left, code)}\` a new value; to compare, write \`===\`.`,
      help: "A single equals sign in a condition is hardly ever meant.",
    },
  ];
}

function defaultImports(node: TreeNode, isOurs: (module: string) => boolean): Finding[] {
  if (node.type !== "ImportDeclaration") return [];
  const module = (node["source"] as { value?: unknown } | undefined)?.value;
  if (typeof module !== "string" || !module.startsWith("convlab/") || !isOurs(module)) return [];
  const specifiers = node["specifiers"] as readonly TreeNode[];
  return specifiers
    .filter(({ type }) => type === "ImportDefaultSpecifier")
    .map((specifier) => {
      const { name } = specifier["local"] as { name: string };
      return {
        ...place(specifier),
        code: rules.defaultImport,
        message: `Names of "${module}" are imported in braces: \`import { ${name} } from "${module}";\`.`,
        help: "Without braces the import asks for a default, and the course's modules have none.",
      };
    });
}

function onArrays(node: TreeNode, code: string): Finding[] {
  if (node.type === "MemberExpression" && node["computed"] === true) {
    const { object, property } = node as unknown as { object: TreeNode; property: TreeNode };
    const index = textOf(property, code);
    const arrayAt = lastName(object);
    if (arrayAt === undefined || !/^-\s*\d+$/.test(index)) return [];
    const array = textOf(object, code);
    return [
      {
        ...place(node),
        arrayAt,
        code: rules.negativeIndex,
        message: `\`${array}[${index}]\` is undefined: the elements are counted from 0. From the end count \`${array}.at(${index})\`.`,
        help: "Brackets do not count from the end here.",
      },
    ];
  }
  if (node.type !== "ForInStatement") return [];
  const { left, right } = node as unknown as { left: TreeNode; right: TreeNode };
  const arrayAt = lastName(right);
  if (arrayAt === undefined) return [];
  const array = textOf(right, code);
  const name = textOf(left, code).replace(/^(?:const|let|var)\s+/, "");
  return [
    {
      ...place(left),
      arrayAt,
      code: rules.loopOverIndices,
      message: `\`for … in\` gives the positions "0", "1", … as texts; the elements come with \`for (const ${name} of ${array})\`.`,
      help: "For the positions as numbers: `for (let i = 0; i < list.length; i++)`.",
    },
  ];
}

/** Where the name stands that tells an expression's type: `x` of `x`, `rows` of `this.rows`. */
function lastName(node: TreeNode): number | undefined {
  if (node.type === "Identifier") return node.start;
  const { property } = node as unknown as { property?: TreeNode };
  const isPlain = node.type === "MemberExpression" && node["computed"] === false;
  return isPlain ? property?.start : undefined;
}

function signs(node: TreeNode, code: string): Finding[] {
  if (node.type !== "AssignmentExpression" || node["operator"] !== "=") return [];
  const { left, right } = node as unknown as { left: TreeNode; right: TreeNode };
  const sign = /^=([+-])\s/.exec(code.slice(left.end, right.end).trimStart())?.[1];
  if (right.type !== "UnaryExpression" || sign === undefined) return [];
  const name = textOf(left, code);
  return [
    {
      ...place(node),
      code: rules.signBehindEquals,
      message: `\`=${sign}\` sets \`${name}\` anew; to change it by an amount, write \`${name} ${sign}= …\`.`,
      help: `If a sign is meant, put the blank before it: \`${name} = ${sign}…\`.`,
    },
  ];
}

function place({ start, end }: TreeNode): { start: number; end: number } {
  return { start, end };
}

function textOf({ start, end }: TreeNode, code: string): string {
  return code.slice(start, end);
}

function toProblem({ start, end, code, message, help }: Finding, text: string): CheckProblem {
  const from = positionAt(text, start);
  const to = positionAt(text, end);
  return {
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
    code,
    message,
    help,
  };
}
