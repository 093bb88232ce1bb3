// A place in the page for what code prints and shows.
import { commHost } from "../host.ts";
import type { Core } from "../model/core.ts";
import { anything, text, type Kind } from "../model/kinds.ts";
import { makerOf, type Maker, type Widget } from "../model/make.ts";
import { visible, type Options, type Visible } from "../controls/control.ts";
import { Outputs, wordsOf, type SavedOutput } from "./outputs.ts";

/** Properties of an Output. */
interface OutputState extends Visible {
  /** What stands in it, as the notebook's file would keep it. */
  outputs: readonly SavedOutput[];
}

/** A place for what code prints and shows. */
export interface Output extends Widget<OutputState>, OutputState {
  /**
   * Runs `work`; what it prints, shows and throws goes into this place, after what stands there. Asynchronous work keeps
   * printing there.
   */
  capture<Result>(work: () => Result): Result | undefined;
  /** Empties it; with `wait`, when the next output comes. */
  clear(options?: { readonly wait?: boolean }): void;
  /** Shows a value in it. */
  show(value: unknown): void;
}

/**
 * Runs work into the core of an Output: into a list of its own that replaces what stood there with its first output.
 * `isCurrent` tells whether it may still show something.
 */
export function captureInto(
  core: Core,
  outputs: Outputs,
  work: () => unknown,
  isCurrent: () => boolean = () => true,
): unknown {
  core.hold();
  const made = commHost().capture(work, (said) => {
    if (!isCurrent()) return said.type !== "input";
    if (!outputs.take(said)) return false;
    core.assign({ outputs: outputs.list });
    // a call's last word; after a Stop nothing of it goes on that would send it
    if (said.type === "error") core.flush();
    return true;
  });
  const finish = (): void => {
    if (!isCurrent()) return;
    core.assign({ outputs: outputs.list });
    core.flush();
  };
  if (made instanceof Promise) return made.finally(finish);
  finish();
  return made;
}

const outputs = {
  ...anything([]),
  words: "a list of outputs",
  take: (value: unknown) => (Array.isArray(value) ? (value as SavedOutput[]) : undefined),
} as unknown as Kind<readonly SavedOutput[]>;

/**
 * A place for what code prints and shows.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new Output().outputs.length // 0
 */
export const Output: Maker<Options<OutputState>, Output> = makerOf<
  Options<OutputState>,
  OutputState,
  Output
>(
  {
    name: "Output",
    module: "output",
    props: { ...visible, outputs, msgId: text() } as {
      tooltip: Kind<string | null>;
      layout: typeof visible.layout;
      outputs: typeof outputs;
    },
    describe: ({ outputs: list }) => wordsOf(list),
  },
  (core, output) => {
    let held = new Outputs();
    // the page or a cell may have put other outputs there
    const now = (): Outputs =>
      held.list === output.outputs ? held : (held = new Outputs(output.outputs));
    const capture = (work: () => unknown): unknown => captureInto(core, now(), work);
    return {
      capture,
      clear: ({ wait = false }: { readonly wait?: boolean } = {}) => {
        now().clear(wait);
        core.assign({ outputs: held.list });
      },
      show: (value: unknown) => void capture(() => commHost().display(value)),
    };
  },
);
