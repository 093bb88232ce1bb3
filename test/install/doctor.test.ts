import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../kernel/install/command.mjs";
import { lacks, stands, toLines } from "../../kernel/install/doctor/finding.ts";
import { doctorCommand } from "../../kernel/install/doctor.ts";
import { root } from "../../kernel/install/node24.mjs";

interface Report {
  readonly ready: { readonly labs: boolean; readonly grading: boolean };
  readonly findings: readonly {
    readonly part: string;
    readonly stands: boolean;
    readonly mend?: string;
    readonly found: string;
  }[];
}

test("convlab doctor --json lists every part, a kernel that really ran a cell among them", async () => {
  const { code, output } = await run(process.execPath, [
    join(root, "kernel", "convlab.mjs"),
    "doctor",
    "--json",
  ]);
  const report = JSON.parse(output.slice(output.indexOf("{"))) as Report;
  const parts = new Map(report.findings.map((finding) => [finding.part, finding]));
  for (const part of [
    "Node 24",
    "npm packages",
    "build",
    "Python",
    "JupyterLab",
    "kernelspec",
    "labextension",
    "kernel",
  ]) {
    expect(parts.get(part), part).toMatchObject({ stands: true });
  }
  expect(parts.get("kernel")?.found).toContain("runs a cell");
  expect(parts.get("training")).toMatchObject({ stands: false });
  expect(report.findings.some(({ part }) => part.startsWith("wall: "))).toBe(true);
  expect(report.ready.labs).toBe(true);
  expect(code).toBe(report.ready.grading ? 0 : 1);
});

test("what does not stand is followed by its mend", () => {
  const lines = toLines([
    stands("Node 24", "labs", "v24.0.0"),
    lacks("JupyterLab", "labs", "no .venv yet", "npm start"),
  ]);
  expect(lines).toEqual([
    "✓ Node 24     v24.0.0",
    "✗ JupyterLab  no .venv yet",
    "              to mend: npm start",
  ]);
});

test("an option that it does not know is refused", async () => {
  const parts = { probeWalls: () => Promise.resolve([]) };
  await expect(doctorCommand(["--jsno"], parts)).rejects.toMatchObject({ code: "BAD_OPTION" });
});
