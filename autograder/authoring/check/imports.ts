// Which imports students' cells hold that the lab does not allow: grading would refuse them.
import { parseSync } from "oxc-parser";
import type { Lab, NotebookCell } from "../../contract.ts";
import { describePlace, gradeIdOf, isSolution } from "../../notebook/index.ts";

/** Every import of a cell that students run, the reference's answers included, that is not in `allowedImports`. */
export function forbiddenImports(lab: Lab): readonly string[] {
  const { slug, allowedImports } = lab.settings;
  const answers = new Map(lab.master.cells.filter(isSolution).map((cell) => [cell.id, cell]));
  return lab.release.cells.flatMap((released, index) => {
    const cell = answers.get(released.id) ?? released;
    const gradeId = gradeIdOf(cell);
    const place = {
      file: `solutions/${slug}/${slug}.ipynb`,
      cell: index + 1,
      ...(gradeId === undefined ? { cellId: cell.id } : { gradeId }),
    };
    return importsOf(cell)
      .filter((specifier) => !allowedImports.includes(specifier))
      .map((specifier) => `${describePlace(place)}: ${specifier}`);
  });
}

function importsOf(cell: NotebookCell): readonly string[] {
  if (cell.cell_type !== "code") return [];
  const { module } = parseSync("cell.ts", cell.source, { lang: "ts", sourceType: "module" });
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    cell.source.slice(start, end).replace(/^(["'`])([^"'`]*)\1$/, "$2"),
  );
  return [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...dynamic];
}
