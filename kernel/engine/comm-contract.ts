// Comms: objects with one half in the notebook's process and one in the front end, which send each other messages.
import type { JsonObject } from "../core/index.ts";

/** What one half says to the other: data that JSON can carry, and bytes beside it. */
export interface CommContent {
  readonly data: JsonObject;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** A message of one comm. Whoever opens it names its target: what the other side is to make of it. */
export type CommMessage = CommContent & { readonly comm: string } & (
    | { readonly type: "comm-open"; readonly target: string }
    | { readonly type: "comm-message" | "comm-close" }
  );

/** What the notebook's half says; `comm-target` announces a target that the front end may open from now on. */
export type CommEvent =
  | (CommMessage & { readonly run: string })
  | { readonly type: "comm-target"; readonly run: string; readonly target: string };
