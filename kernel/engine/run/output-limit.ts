// How much one cell may show: a loop without end must not fill the page, the notebook and the disk.
import { OptionError } from "../../core/index.ts";
import type { MimeBundle } from "../contract.ts";

/** UTF-16 units of a megabyte of text. */
const megabyte = 2 ** 20;
const defaultMegabytes = 128;
/** What a display counts at least: ten thousand small ones are too many, too. */
const smallestDisplay = 1024;

/** UTF-16 units that one cell may show: `CONVLAB_OUTPUT_LIMIT` in megabytes, else 128 MB. */
export function defaultLimit(
  env: Readonly<Record<string, string | undefined>> = process.env,
): number {
  const megabytes = Number(env["CONVLAB_OUTPUT_LIMIT"] ?? defaultMegabytes);
  return (megabytes > 0 ? megabytes : defaultMegabytes) * megabyte;
}

/**
 * A limit in UTF-16 units.
 * @throws OptionError OUTPUT_LIMIT
 */
export function toLimit(megabytes: unknown): number {
  if (typeof megabytes === "number" && megabytes > 0) return megabytes * megabyte;
  throw new OptionError({
    code: "OUTPUT_LIMIT",
    summary: "limitOutput: that is no amount of output.",
    given: `limitOutput(${String(megabytes)})`,
    expected: "megabytes that one cell may show, more than 0; Infinity for no limit",
    fix: "limitOutput(256)",
  });
}

/** What has been shown of a run's output, and what of the next piece may still be. */
export interface Amount {
  printed: number;
}

/** Units of a piece of text that fit, and what to say when it is the last that does. */
export function fit(
  amount: Amount,
  size: number,
  limit: number,
): { readonly shown: number; readonly notice: string | undefined } {
  const left = limit - amount.printed;
  if (left <= 0) return { shown: 0, notice: undefined };
  amount.printed += size;
  return { shown: Math.min(size, left), notice: size < left ? undefined : noticeOf(limit) };
}

/** About how much a display holds: pictures are base64 text; data of a plot is counted by what it needs at least. */
export function sizeOf(data: MimeBundle): number {
  const texts = Object.values(data).map((value) => (typeof value === "string" ? value.length : 0));
  return texts.reduce((sum, length) => sum + length, smallestDisplay);
}

function noticeOf(limit: number): string {
  const megabytes = limit / megabyte;
  return `\n[output of this cell is longer than ${megabytes} MB; the rest is not shown; limitOutput(${Math.ceil(megabytes * 2)}) in a cell allows more]\n`;
}
