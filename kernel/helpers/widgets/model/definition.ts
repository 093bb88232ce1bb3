// A kind of widget, as a table: its properties, the page's names for it, and what holds between its properties.
import type { Fault } from "./faults.ts";
import type { Kind } from "./kinds.ts";

/** The page's packages that draw widgets, with the versions that they answer to. */
const modules = {
  controls: { name: "@jupyter-widgets/controls", version: "2.0.0" },
  base: { name: "@jupyter-widgets/base", version: "2.0.0" },
  output: { name: "@jupyter-widgets/output", version: "1.0.0" },
  anywidget: { name: "anywidget", version: "~0.11.*" },
} as const;

/** What a change leads to: `faults` refuse a change by code, `mend` corrects one by the page. */
export interface Settled<State> {
  readonly faults?: readonly Fault[];
  readonly mend?: Partial<State>;
}

/** A property that is made of others. */
export interface Virtual<State> {
  readonly of: readonly (keyof State & string)[];
  readonly get: (state: State) => unknown;
  /** The changes that give it this value, or what is wrong with it. */
  readonly set: (value: unknown, state: State) => Partial<State> | Fault;
}

export interface Definition<State extends object> {
  /** `IntSlider`: the page's model is IntSliderModel. */
  readonly name: string;
  /** The page's model without "Model", where it differs from the name. */
  readonly model?: string;
  /** Name of the page's view without "View", by default the name; null: it is never seen. */
  readonly view?: string | null;
  readonly module?: keyof typeof modules;
  readonly viewModule?: keyof typeof modules;
  readonly props: { readonly [Name in keyof State]: Kind<State[Name]> };
  readonly virtual?: Readonly<Record<string, Virtual<State>>>;
  /** Called with the state after a change, and the names that changed. */
  readonly settle?: (state: State, changed: ReadonlySet<string>) => Settled<State>;
  /** One line, or lines, where there is no page. */
  readonly describe?: (state: State) => string;
  /** The page uses our names of properties as they are. */
  readonly isVerbatim?: boolean;
}

/** Any definition, where its state does not matter. */
export type AnyDefinition = Definition<Record<string, unknown>>;

/** The page's name of a property: `buttonStyle` → `button_style`. */
export function pageName({ isVerbatim }: AnyDefinition, name: string, kind: Kind<unknown>): string {
  if (kind.pageName !== undefined) return kind.pageName;
  return isVerbatim === true
    ? name
    : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What the page must know to make the model and its view. */
export function pageKind(definition: AnyDefinition): Readonly<Record<string, unknown>> {
  const { name, model = name, view = name, module = "controls", viewModule = module } = definition;
  return {
    _model_module: modules[module].name,
    _model_module_version: modules[module].version,
    _model_name: `${model}Model`,
    _view_module: modules[viewModule].name,
    _view_module_version: modules[viewModule].version,
    _view_name: view === null ? null : `${view}View`,
  };
}
