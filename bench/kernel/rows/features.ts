// What a TypeScript kernel should do, each shown by a few cells.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { outputsOf, replyOf, textOf } from "../arrivals.ts";
import type { Sent } from "../client.ts";
import { checks, folderFiles, type FeatureCheck } from "../feature-checks.ts";
import { KernelUnderTest } from "../process.ts";
import { exactly, type Findings, type Row } from "../row.ts";

export const features: Row = {
  id: "features",
  rounds: 1,
  figures: [
    {
      id: "features",
      title: `TypeScript feature checks, of ${checks.length}`,
      unit: "checks",
      target: exactly(checks.length),
      rises: true,
    },
  ],
  async measure(contender): Promise<Findings> {
    if (contender.language === "python") return { features: "another language" };
    const folder = mkdtempSync(join(tmpdir(), "convlab-features-"));
    for (const [name, text] of Object.entries(folderFiles)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const missed: string[] = [];
    try {
      await using kernel = await KernelUnderTest.ready(contender, folder);
      for (const check of checks) if (!(await holds(kernel, check))) missed.push(check.name);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    if (missed.length > 0) console.error(`  ${contender.id} misses: ${missed.join("; ")}`);
    return { features: checks.length - missed.length };
  },
};

async function holds(
  kernel: KernelUnderTest,
  { cells, shows, fails = false, late }: FeatureCheck,
): Promise<boolean> {
  let last: Sent | undefined;
  if (late !== undefined) writeFileSync(join(kernel.folder, late.file), late.text);
  for (const cell of cells) {
    await new Promise((resolve) => setTimeout(resolve, 250)); // tslab refuses cells for 200 ms after an error
    if (!kernel.isAlive) return false;
    last = await kernel.run(cell, 15_000);
    if (replyOf(last.arrivals)?.content["status"] !== "ok") break;
  }
  if (last === undefined) return false;
  await new Promise((resolve) => setTimeout(resolve, 100)); // output that comes late is good enough here
  const status = replyOf(last.arrivals)?.content["status"];
  return status === (fails ? "error" : "ok") && shows.test(shownBy(last, fails));
}

function shownBy({ arrivals }: Sent, withTraceback: boolean): string {
  const tracebacks = outputsOf(arrivals).flatMap(
    ({ content }) => (content["traceback"] as string[] | undefined) ?? [],
  );
  const text = textOf(arrivals) + (withTraceback ? `\n${tracebacks.join("\n")}` : "");
  return stripVTControlCharacters(text);
}
