import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Lab, SandboxMode } from "../../contract.ts";
import { keyFingerprint } from "./course-key.ts";

/** Everything but the submission that decides a result, as one hash: when it changes, a submission is graded again. */
export function gradingHash(
  lab: Lab,
  means: { readonly sandbox: SandboxMode; readonly courseKey: string; readonly tools: string },
): string {
  const { settings, master } = lab;
  return createHash("sha256")
    .update(JSON.stringify([settings, master, means.sandbox, means.tools]))
    .update(keyFingerprint(means.courseKey))
    .digest("hex");
}

/** One hash over the built programs that grade: the guest, the checker and the course library. */
export function toolsHash(root: string): string {
  const hash = createHash("sha256");
  for (const folder of ["dist", join("dist", "chunks"), join("dist", "convlab")]) {
    const path = join(root, folder);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path).toSorted()) {
      if (name.endsWith(".js"))
        hash.update(`${folder}/${name}\n`).update(readFileSync(join(path, name)));
    }
  }
  return hash.digest("hex");
}
