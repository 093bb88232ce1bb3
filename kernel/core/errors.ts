// Errors that tell the reader how to mend things: what was given, what was expected, what to do.

/** The parts of a course error; every part is a line or two that a beginner can read. */
export interface CourseErrorParts {
  /** Stable name for tests and programs, for example `CONV2D_CHANNELS`. */
  readonly code: string;
  /** One sentence: which function, and what is wrong. */
  readonly summary: string;
  /** What was passed in, as the caller would write it. */
  readonly given?: string;
  /** What would have been right. */
  readonly expected?: string;
  /** What to change. */
  readonly fix?: string;
  readonly cause?: unknown;
  /** Numbers and names that a program may want, for example `{ n: 7, k: 3, stride: 3 }`. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Base of all errors that students, TAs and instructors see. */
export class CourseError extends Error {
  override name = "CourseError";
  readonly code: string;
  readonly given: string | undefined;
  readonly expected: string | undefined;
  readonly fix: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  /** @param about its parts; or just a sentence, as students throw it, with the code `UNNAMED` */
  constructor(about: CourseErrorParts | string) {
    const parts: CourseErrorParts =
      typeof about === "string" ? { code: "UNNAMED", summary: about } : about;
    super(formatMessage(parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = parts.code;
    this.given = parts.given;
    this.expected = parts.expected;
    this.fix = parts.fix;
    this.details = parts.details ?? {};
  }
}

/** Sizes or ranks that do not fit together. */
export class ShapeError extends CourseError {
  override name = "ShapeError";
}

/** An option or argument outside what a function accepts. */
export class OptionError extends CourseError {
  override name = "OptionError";
}

/** A notebook that cannot be read, or whose cells break the course's rules. */
export class NotebookError extends CourseError {
  override name = "NotebookError";
}

/** A message on the Jupyter wire that breaks the protocol. */
export class ProtocolError extends CourseError {
  override name = "ProtocolError";
}

/** Thrown by a stub that the student has not written yet; it never satisfies an expectation. */
export class NotImplementedError extends CourseError {
  override name = "NotImplementedError";

  /**
   * @param what the function that is missing
   * @param todo what to write, in a few words; shown as the mend
   */
  constructor(what: string, todo?: string) {
    super({
      code: "NOT_IMPLEMENTED",
      summary: `${what} is not written yet.`,
      fix: todo ?? "write your code in this cell in place of this line",
    });
  }
}

function formatMessage({ summary, given, expected, fix }: CourseErrorParts): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["given", given],
    ["expected", expected],
    ["to mend", fix],
  ];
  const lines = rows.flatMap(([label, text]) =>
    text === undefined ? [] : [`  ${label.padEnd(9)} ${text.replaceAll("\n", "\n            ")}`],
  );
  return [summary, ...lines].join("\n");
}
