// What stands in a release in place of an answer.
import { notebookError, type Place } from "../../notebook/index.ts";
import type { Region } from "./marks.ts";
import { field, parseCell, nameOf, walk, type TreeNode } from "./tree.ts";

/** What a student finds in place of an answer in words. */
export const textStub = "*Write your answer here, in place of this line.*";

const stubLine = /^(\s*)(?:\/\/|<!--)\s*STUB: ?(.*?)(?:\s*-->)?$/;

/**
 * The lines that replace a solution region.
 *
 * With `// STUB:` lines in the region, these, without their mark. Else, in code, a line that throws NotImplementedError
 * with the name of the function around it; in Markdown, a sentence that says where to write.
 *
 * @throws NotebookError STUB_NEEDED where code stands in no function: throwing there would stop "Run All"
 */
export function stubFor(
  region: Region,
  source: string,
  type: "code" | "markdown" | "raw",
  place: Place,
): readonly string[] {
  const lines = source.split("\n");
  const written = lines.slice(region.first + 1, region.last).flatMap((line) => {
    const found = stubLine.exec(line);
    return found ? [`${found[1]}${found[2]}`.trimEnd()] : [];
  });
  if (written.length > 0) return written;
  if (type !== "code") return [textStub];
  const indent = /^\s*/.exec(lines[region.first] ?? "")?.[0] ?? "";
  const offset = lines.slice(0, region.first).join("\n").length + 1;
  const name = functionAround(parseCell(source, place), offset);
  if (name === undefined) {
    throw notebookError(
      { ...place, line: region.first + 1 },
      {
        code: "STUB_NEEDED",
        summary: "a solution region outside of a function needs its own stub.",
        expected: "lines that students get in place of the answer, and that type-check",
        fix: "write them in the region as comments, for example: // STUB: const answer: number = NaN;",
      },
    );
  }
  return [`${indent}throw new NotImplementedError(${JSON.stringify(name)});`];
}

/** Name of the innermost named function or method around an offset: `convolve1d`, `TinyNet.loss`. */
function functionAround(program: TreeNode, offset: number): string | undefined {
  let innermost: string | undefined;
  walk(program, (node, around) => {
    const body = field(node, "body");
    if (!/Function/.test(node.type) || !body || offset <= body.start || offset >= body.end) return;
    const owner = around.at(-1);
    const name = nameOf(field(node, "id")) ?? ownerName(owner, around);
    innermost = name ?? innermost;
  });
  return innermost;
}

/** Name that a function expression gets from where it stands: a variable, a property, a method of a class. */
function ownerName(owner: TreeNode | undefined, around: readonly TreeNode[]): string | undefined {
  if (owner?.type === "VariableDeclarator") return nameOf(field(owner, "id"));
  const name = nameOf(field(owner, "key"));
  const inClass = around.findLast((node) => node.type.startsWith("Class") && field(node, "id"));
  return name !== undefined && inClass ? `${nameOf(field(inClass, "id"))}.${name}` : name;
}

/** `// STUB: text`, or `<!-- STUB: text -->` in Markdown. */
export function isStubLine(line: string): boolean {
  return /^\s*(\/\/|<!--)\s*STUB:/.test(line);
}
