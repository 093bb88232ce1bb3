// The bodies that both ends read: records, and calls.
import { decode } from "./decode.ts";
import type { DecodeMarks } from "./decode.ts";
import { ChannelError } from "./limits.ts";

/** What to call; handles are decoded to what they stand for. */
export interface CallBody {
  readonly kind: "function" | "construct" | "method" | "invoke" | "read";
  readonly name: string;
  readonly owner: unknown;
  readonly args: readonly unknown[];
  readonly keep: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Decodes a body that must be a record. */
export function decodeFields(body: Uint8Array, marks?: DecodeMarks): Fields {
  const value = decode(body, marks);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new ChannelError("VALUE_MALFORMED", "a message that is no record");
}

/** Reads a call in the guest. */
export function readCall(body: Uint8Array, marks: DecodeMarks): CallBody {
  return decodeFields(body, marks) as unknown as CallBody;
}
