// A function with controls: moved by hand, it runs again, and its output stands below.
import { commHost } from "../host.ts";
import { VBox } from "../controls/boxes.ts";
import { OptionError } from "../../../core/index.ts";
import { captureInto, Output } from "../output/output.ts";
import { Outputs, pictureOf } from "../output/outputs.ts";
import { refuse, short, type Fault } from "../model/faults.ts";
import { isWidget, knownCore } from "../model/make.ts";
import { randomId } from "../surroundings.ts";
import { controlFor, type Abbreviation, type Valued, type ValueOf } from "./abbreviations.ts";

/** Controls by the names of the function's arguments. */
export type Controls = Readonly<Record<string, Abbreviation>>;

/** The values of controls by their names. */
export type Values<Of> = { readonly [Name in keyof Of]: ValueOf<Of[Name]> };

/** What the function gets besides the values. */
export interface Call {
  /** Aborted when a newer call has begun: nothing that this one shows is seen any more. */
  readonly signal: AbortSignalLike;
}

/** As much of an AbortSignal as every surrounding has. */
interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
}

/** A function with its controls. */
export interface Interaction<Of extends Controls> {
  /** All of it: the controls, and the output below them. */
  readonly box: VBox;
  /** The controls by name. */
  readonly controls: { readonly [Name in keyof Of]: Valued };
  readonly output: Output;
  /** The values of the controls now. */
  readonly values: Values<Of>;
  /** Runs the function again. */
  run(): void;
  /** Takes everything out of the page. */
  close(): void;
}

/**
 * Shows controls and runs a function with their values, again whenever one changes. What it prints, shows or returns
 * stands below the controls; so does its error. It may be asynchronous: the last call wins.
 *
 * A control is a number, `[min, max]`, `[min, max, step]`, a list of words, values by their labels, true or false, a
 * string, or a widget.
 *
 * @param work     gets the values by name
 * @param controls for each name its control
 * @throws OptionError WIDGET_OPTION names every control that cannot be made
 * @example interact(({ stride, mode }) => `${mode} ${stride}`, { stride: [1, 4], mode: ["valid", "same"] }).values // { stride: 2, mode: "valid" }
 */
export function interact<const Of extends Controls>(
  work: (values: Values<Of>, call: Call) => unknown,
  controls: Of,
): Interaction<Of> {
  const made = interactive(work, controls);
  const host = commHost();
  // beside the widget what it shows now, for a saved notebook, an exported page, a front end without widgets
  const shown = { ...pictureOf(made.output.outputs), ...knownCore(made.box).bundle() };
  host.show(shown, randomId(), false);
  host.isShown(made);
  return made;
}

/**
 * The same, not shown yet: its `box` goes where you put it, into a Tab for example.
 *
 * @throws OptionError WIDGET_OPTION
 * @example interactive(({ n }) => n * n, { n: 3 }).box.children.length // 2
 */
export function interactive<const Of extends Controls>(
  work: (values: Values<Of>, call: Call) => unknown,
  controls: Of,
): Interaction<Of> {
  check(work, controls);
  const made = Object.entries(controls).map(
    ([name, abbreviation]) => [name, controlFor(name, abbreviation)] as const,
  );
  refuse(
    "interact",
    made.flatMap(([, control]) => (isWidget(control) ? [] : [control as Fault])),
  );
  const widgets = made as readonly (readonly [string, Valued])[];
  const output = new Output();
  const core = knownCore(output);
  const current = (): Values<Of> =>
    Object.fromEntries(widgets.map(([name, { value }]) => [name, value])) as Values<Of>;
  let last: AbortController | undefined;
  const run = (): unknown => {
    last?.abort();
    const call = new AbortController();
    last = call;
    return captureInto(
      core,
      new Outputs(),
      () => finish(work(current(), { signal: call.signal })),
      () => last === call,
    );
  };
  for (const [, widget] of widgets) widget.observe(run);
  void run();
  const box = new VBox([...widgets.map(([, widget]) => widget), output]);
  return {
    box,
    controls: Object.fromEntries(widgets) as Interaction<Of>["controls"],
    output,
    get values() {
      return current();
    },
    run: () => void run(),
    close() {
      last?.abort();
      for (const widget of [box, ...box.children]) widget.close();
    },
  };
}

/** What the function returns is shown, as the last line of a cell is. */
function finish(made: unknown): unknown {
  if (made instanceof Promise) return made.then((value: unknown) => commHost().display(value));
  return commHost().display(made);
}

function check(work: unknown, controls: unknown): void {
  const isRecord = typeof controls === "object" && controls !== null && !isWidget(controls);
  if (typeof work === "function" && isRecord && !Array.isArray(controls)) return;
  throw new OptionError({
    code: "INTERACT_ARGUMENTS",
    summary: "interact: it needs a function, and a control for each of its values.",
    given: `interact(${short(work)}, ${short(controls)})`,
    expected: "a function, then an object with controls by name",
    fix: "write interact(({ stride }) => …, { stride: [1, 4] })",
  });
}

/** In every surrounding, though not in the language. */
interface AbortController {
  readonly signal: AbortSignalLike;
  abort(): void;
}
declare const AbortController: new () => AbortController;
