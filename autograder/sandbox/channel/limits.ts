// How much may pass through the channel at once.
import { CourseError } from "../../../kernel/core/index.ts";

export interface ChannelLimits {
  /** Bytes of one frame, its header included. */
  readonly frameBytes: number;
  /** Levels of lists and records inside of each other. */
  readonly depth: number;
  /** Values in one frame: list items, record fields, Map entries. */
  readonly items: number;
}

export const channelLimits: ChannelLimits = {
  frameBytes: 32 * 1024 * 1024,
  depth: 64,
  items: 4_000_000,
};

/** What came over the channel breaks its rules; whoever sent it is not to be believed. */
export class ChannelError extends CourseError {
  override name = "ChannelError";

  constructor(code: ChannelFault, summary: string) {
    super({ code, summary });
  }
}

export type ChannelFault =
  | "FRAME_TOO_LARGE"
  | "FRAME_TRUNCATED"
  | "FRAME_KIND"
  | "FRAME_UNEXPECTED"
  | "VALUE_MALFORMED"
  | "VALUE_TOO_DEEP"
  | "VALUE_TOO_LARGE"
  /** A getter, a proxy, a cycle: not plain data. */
  | "VALUE_NOT_PLAIN";
