import type { Grading } from "../../store/index.ts";
import { show } from "./collect.ts";
import { describe, points } from "./progress.ts";

/** Gradings that wait for a person: what could not be read, and what failed on our side. */
export function openGradings(gradings: readonly Grading[]): readonly Grading[] {
  return gradings.filter(({ result }) => result.status !== "graded" || hasFailure(result.tests));
}

const hasFailure = (tests: Grading["result"]["tests"]): boolean =>
  tests.some(({ verdict }) => verdict === "infrastructure");

/** The table at the end of a run: one line per lab, then whatever a person must look at. */
export function summaryLines(gradings: readonly Grading[]): readonly string[] {
  const labs = [...new Set(gradings.map(({ key }) => key.lab))];
  const rows = labs.map((lab) =>
    labRow(
      lab,
      gradings.filter(({ key }) => key.lab === lab),
    ),
  );
  const open = openGradings(gradings).map(({ key, result }) => {
    const [reason = ""] = (result.reason ?? "a test could not be run").split("\n");
    return `  ${show(key.student)} ${key.lab}: ${describe(result)} (${reason})`;
  });
  const flagged = gradings.flatMap(({ key, result }) => {
    const flags = new Set(result.cells.flatMap((cell) => cell.flags));
    const tampered = ["duplicate", "changed-locked", "restored"] as const;
    const seen = tampered.filter((flag) => flags.has(flag));
    return seen.length === 0 ? [] : [`  ${show(key.student)} ${key.lab}: ${seen.join(", ")}`];
  });
  return [
    ...table([["lab", "graded", "mean", "lowest", "highest", "of", "by hand", "open"], ...rows]),
    ...(open.length === 0 ? [] : ["", "not graded, to be looked at:", ...open]),
    ...(flagged.length === 0 ? [] : ["", "cells put back, doubled or changed:", ...flagged]),
  ];
}

function labRow(lab: string, gradings: readonly Grading[]): readonly string[] {
  const scores = gradings.flatMap(({ result }) =>
    result.status === "graded" ? (result.automaticPoints ?? []) : [],
  );
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const shown = (value: number): string => (scores.length === 0 ? "–" : points(value));
  return [
    lab,
    String(scores.length),
    scores.length === 0 ? "–" : mean.toFixed(1),
    shown(Math.min(...scores)),
    shown(Math.max(...scores)),
    points(Math.max(...gradings.map(({ result }) => result.automaticMax))),
    points(Math.max(...gradings.map(({ result }) => result.pendingManualMax))),
    String(gradings.length - scores.length),
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}
