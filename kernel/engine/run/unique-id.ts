// Names that no other thing has.
import { createRequire } from "node:module";

/** A random UUID. `node:crypto` takes 5 ms to load, and few notebooks need such a name: it is loaded here. */
export function uniqueId(): string {
  const crypto = createRequire(import.meta.url)("node:crypto") as typeof import("node:crypto");
  return crypto.randomUUID();
}
