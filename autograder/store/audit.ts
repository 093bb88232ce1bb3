import { createHash } from "node:crypto";
import type { AuditEntry, AuditFault, Grading } from "./contract.ts";

/** What stands before the first entry. */
export const chainStart: string = "0".repeat(64);

/** The hash that binds an entry to the one before it. */
export function entryHash(previous: string, at: string, content: string): string {
  return createHash("sha256")
    .update(JSON.stringify([previous, at, content]))
    .digest("hex");
}

/** What an audit entry says of a grading: who, what, by which means, how many points; with a hash of all the rest. */
export function auditContent({
  id,
  run,
  key,
  sandbox,
  submittedAt,
  gradedAt,
  result,
}: Grading): string {
  return JSON.stringify({
    grading: id,
    run,
    ...key,
    sandbox: sandbox === "none" ? "UNSANDBOXED" : sandbox,
    submittedAt: submittedAt ?? null,
    gradedAt,
    status: result.status,
    automaticPoints: result.automaticPoints ?? null,
    automaticMax: result.automaticMax,
    tools: result.audit,
    details: createHash("sha256").update(canonical(result)).digest("hex"),
  });
}

/** JSON with keys in order, so that a row read back from any database gives the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Follows the chain, and holds each grading against what was written about it. */
export function checkChain(
  entries: readonly AuditEntry[],
  gradings: readonly Grading[],
): AuditFault | undefined {
  const left = new Map(gradings.map((grading) => [auditContent(grading), grading]));
  let previous = chainStart;
  for (const [index, entry] of entries.entries()) {
    if (entry.id !== index + 1) return { id: index + 1, what: "an entry is missing" };
    if (entry.previous !== previous)
      return { id: entry.id, what: "does not follow the entry before" };
    if (entry.hash !== entryHash(previous, entry.at, entry.content)) {
      return { id: entry.id, what: "was changed after it was written" };
    }
    if (!left.delete(entry.content)) {
      return { id: entry.id, what: "tells of a grading that is not in the gradebook as it was" };
    }
    previous = entry.hash;
  }
  const [extra] = left.values();
  if (extra === undefined) return undefined;
  return { id: entries.length + 1, what: `grading ${extra.id} was added without an entry` };
}
