// What a check of a lab found, as plain data: `--json` prints it, the terminal's tables are made from it.
import type { LabSettings, SandboxMode } from "../../contract.ts";

/** Something that must be so, and whether it is. */
export interface Claim {
  readonly name: string;
  readonly holds: boolean;
  /** What was measured, or each thing that is not so, a line each. */
  readonly details: readonly string[];
  /** What to change where it does not hold. */
  readonly fix?: string;
}

/** How one mutant fared. */
export interface MutantReport {
  readonly name: string;
  readonly trap: string;
  readonly cap: number;
  readonly points: number | undefined;
  readonly passesPublic: boolean;
  /** Titles of the tests that it does not pass, as `question: title`, hidden ones marked. */
  readonly killedBy: readonly KillingTest[];
  readonly durationMs: number;
}

export interface KillingTest {
  readonly question: string;
  readonly title: string;
  readonly hidden: boolean;
  readonly verdict: string;
}

/** One test and how many mutants it catches. */
export interface TestReport {
  readonly question: string;
  readonly title: string;
  readonly hidden: boolean;
  readonly points: number;
  readonly kills: readonly string[];
}

export interface LabCheck {
  readonly lab: LabSettings;
  readonly holds: boolean;
  readonly sandbox: SandboxMode;
  readonly automaticPoints: number;
  readonly manualPoints: number;
  readonly claims: readonly Claim[];
  /** What is not wrong, but worth a look. */
  readonly remarks: readonly string[];
  readonly mutants: readonly MutantReport[];
  readonly tests: readonly TestReport[];
  readonly durationMs: number;
}
