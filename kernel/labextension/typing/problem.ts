// What the kernel finds in a text, as it comes over the comm: the engine's `DraftProblem`.

/** The comm's target; the kernel's server names it too. */
export const target = "convlab.diagnostics";

export interface Fix {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly imports?: string;
}

export interface Problem {
  readonly start: number;
  readonly end: number;
  readonly severity: "error" | "hint";
  readonly message: string;
  readonly detail?: string;
  readonly isUnknownName?: boolean;
  readonly fix?: Fix;
}

/** A text and what is wrong with it. */
export interface Findings {
  readonly text: string;
  readonly problems: readonly Problem[];
}

export const noFindings: Findings = { text: "", problems: [] };
