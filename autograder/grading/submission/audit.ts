// What produced a score: enough to do it again, and to see that nothing was changed since.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GradeRequest, SubmissionResult } from "../../contract.ts";
import { installationRoot } from "../../sandbox/stage/installation.ts";

export function auditOf({ lab, submitted, sandbox }: GradeRequest): SubmissionResult["audit"] {
  const { callMs, cellMs, runMs, memoryMb } = lab.settings.limits;
  return {
    submissionSha256: sha256(submitted),
    masterSha256: sha256(JSON.stringify(lab.master)),
    convlab: versionOf(installationRoot()),
    typescript: versionOf(join(installationRoot(), "node_modules", "typescript")),
    node: process.version,
    sandbox: sandbox.mode,
    unsandboxed: sandbox.mode === "none",
    ...{ callMs, cellMs, runMs, memoryMb },
  };
}

const sha256 = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex");

const versions = new Map<string, string>();

function versionOf(folder: string): string {
  const known = versions.get(folder);
  if (known !== undefined) return known;
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly version: string;
  };
  versions.set(folder, version);
  return version;
}
