import { CourseError, OptionError } from "../../../core/index.ts";

/** Most pixels of an image that is read or written: 2²⁴, 4096 × 4096. */
const mostPixels = 2 ** 24;

/** A file that is damaged or cut off. */
export function corrupt(name: string, what: string, cause?: unknown): CourseError {
  return new CourseError({
    code: "IMAGE_CORRUPT",
    summary: `readImage: ${name} is damaged.`,
    given: what,
    expected: "a whole PNG or JPEG file",
    fix: "fetch the file again, or open and save it with another program",
    cause,
  });
}

/** A file that is well but of a kind that is not read. */
export function unsupported(name: string, what: string): CourseError {
  return new CourseError({
    code: "IMAGE_UNSUPPORTED",
    summary: `readImage: ${name} cannot be read.`,
    given: what,
    expected: "PNG (1 to 16 bits, grey, RGB, RGBA, palette) or JPEG (8 bits, grey or colour)",
    fix: "save it as PNG with another program",
  });
}

/** Refuses an image that would not fit, before anything is unpacked. */
export function checkPixels(who: string, width: number, height: number): void {
  if (width >= 1 && height >= 1 && width * height <= mostPixels) return;
  throw new OptionError({
    code: width >= 1 && height >= 1 ? "IMAGE_TOO_LARGE" : "IMAGE_EMPTY",
    summary: `${who}: an image of ${height} × ${width} pixels ${width >= 1 && height >= 1 ? "is too large" : "has no pixels"}.`,
    given: `${height} rows, ${width} columns`,
    expected: `1 to ${mostPixels.toLocaleString("en-US")} pixels`,
    fix: "crop it or make it smaller",
  });
}
