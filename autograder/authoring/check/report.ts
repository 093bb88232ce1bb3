// A lab check for the terminal: claims, the kill matrix, remarks.
import type { KillingTest, LabCheck, MutantReport } from "./verdict.ts";

/** The whole report; what does not hold comes with what to change. */
export function reportText(check: LabCheck): string {
  const { lab, claims, mutants, remarks, holds } = check;
  const failed = claims.filter((claim) => !claim.holds).length;
  return [
    `${lab.slug}: ${lab.title}`,
    "",
    ...claims.flatMap(({ name, holds: ok, details, fix }) =>
      ok
        ? [`  ok    ${name} (${details.join("; ")})`]
        : [
            `  FAIL  ${name}`,
            ...details.flatMap((detail) => detail.split("\n")).map((line) => `          ${line}`),
            ...(fix === undefined ? [] : [`          to mend: ${fix}`]),
          ],
    ),
    ...(mutants.length === 0 ? [] : ["", ...killMatrix(check)]),
    ...(remarks.length === 0 ? [] : ["", ...remarks.map((remark) => `  remark: ${remark}`)]),
    "",
    holds
      ? `all ${claims.length} claims hold, ${(check.durationMs / 1000).toFixed(1)} s`
      : `${failed} of ${claims.length} claims do not hold`,
  ].join("\n");
}

/** Columns that a terminal has at least; a matrix with more is a list. */
const widest = 110;

/** Mutants as rows, tests as columns: `#` where the test caught the mutant, `.` where the mutant passed. */
function killMatrix({ mutants, tests }: LabCheck): readonly string[] {
  const codes = tests.map(({ hidden }, index) => `${hidden ? "h" : "p"}${index + 1}`);
  const width = Math.max(7, ...mutants.map(({ name }) => name.length));
  const asMatrix = width + 20 + 4 * tests.length <= widest;
  const columns = codes.map((code) => code.padStart(4)).join("");
  const rows = mutants.map((mutant) => {
    const caught = tests.map(({ kills }) => kills.includes(mutant.name));
    const marks = caught.map((is) => (is ? "#" : ".").padStart(4)).join("");
    const list = codes.filter((_, index) => caught[index]).join(" ") || "nobody";
    const score = `${String(mutant.points ?? "?").padStart(5)}  ${String(mutant.cap).padStart(3)}`;
    return `  ${mutant.name.padEnd(width)}  ${score}${asMatrix ? `${marks}  ${killer(mutant)}` : `  ${list}`}`;
  });
  return [
    `kill matrix (p public, h hidden${asMatrix ? "; # caught" : ""})`,
    `  ${"mutant".padEnd(width)}  score  cap${asMatrix ? columns : ""}  caught by`,
    ...rows,
    "",
    ...tests.map(
      ({ question, title, points, kills }, index) =>
        `  ${(codes[index] ?? "").padEnd(4)} ${question}: ${title} (${points} points, catches ${kills.length})`,
    ),
  ];
}

/** The test to name first: a public one if there is one, for it is what a student would see. */
function killer({ killedBy }: MutantReport): string {
  const first: KillingTest | undefined = killedBy.find(({ hidden }) => !hidden) ?? killedBy[0];
  if (!first) return "nobody";
  const more = killedBy.length > 1 ? ` and ${killedBy.length - 1} more` : "";
  return `${first.hidden ? "hidden" : "public"} "${first.title}"${more}`;
}
