// One of several: a list that opens, buttons, a list that stands open.
import type { Definition, Virtual } from "../model/definition.ts";
import { short, type Fault } from "../model/faults.ts";
import { int, oneOf, orNull, text, listOf, type Kind } from "../model/kinds.ts";
import { makeWidget, type Widget } from "../model/make.ts";
import { control, type Control, type Options } from "./control.ts";
import { styles, type DescriptionStyle, type ToggleButtonsStyle } from "./look.ts";

/** What can be chosen: values, which are their own labels, or values by their labels. */
export type Choices<Value> = readonly Value[] | Readonly<Record<string, Value>>;

/** Properties of every choice. */
interface ChoiceState<Value, Style extends object = DescriptionStyle> extends Control<Style> {
  options: Choices<Value>;
  /** The chosen value. */
  value: Value;
  /** Place of the chosen value, from 0; null: nothing is chosen, and the value is null too. */
  index: number | null;
}

/** A list that opens. */
export interface Dropdown<Value> extends Widget<ChoiceState<Value>>, ChoiceState<Value> {}
/** Round buttons, one of them pressed. */
export interface RadioButtons<Value> extends Widget<ChoiceState<Value>>, ChoiceState<Value> {}
interface SelectState<Value> extends ChoiceState<Value> {
  /** Lines that are seen. */
  rows: number;
}
/** A list that stands open. */
export interface Select<Value> extends Widget<SelectState<Value>>, SelectState<Value> {}
interface ToggleButtonsState<Value> extends ChoiceState<Value, ToggleButtonsStyle> {
  buttonStyle: "" | "primary" | "success" | "info" | "warning" | "danger";
  /** Words that appear over each button. */
  tooltips: readonly string[];
}
/** Buttons, one of them pressed. */
export interface ToggleButtons<Value>
  extends Widget<ToggleButtonsState<Value>>, ToggleButtonsState<Value> {}

/** What makes a choice; `options` must be there. The first one is chosen unless `value` or `index` says otherwise. */
type ChoiceOptions<State, Value> = Omit<Options<State>, "options" | "value"> & {
  readonly options: readonly Value[] | Readonly<Record<string, Value>>;
  readonly value?: NoInfer<Value>;
};

interface Parts {
  readonly options: Choices<unknown>;
  readonly index: number | null;
}

const choices: Kind<Choices<unknown>> = {
  initial: () => [],
  words: 'a list, or values by their labels: ["valid", "same"] or { "3×3": 3 }',
  take: (value) =>
    typeof value === "object" && value !== null ? (value as Choices<unknown>) : undefined,
  pageName: "_options_labels",
  toPage: (options) => labelsOf(options),
  fromPage: () => undefined,
};

function labelsOf(options: Choices<unknown>): string[] {
  return Array.isArray(options)
    ? options.map((value) => (typeof value === "string" ? value : short(value)))
    : Object.keys(options);
}

function valuesOf(options: Choices<unknown>): readonly unknown[] {
  return Array.isArray(options) ? (options as readonly unknown[]) : Object.values(options);
}

const value: Virtual<Parts> = {
  of: ["index", "options"],
  get: ({ options, index }) => (index === null ? null : (valuesOf(options)[index] ?? null)),
  set: (wanted, { options }): Partial<Parts> | Fault => {
    if (wanted === null) return { index: null };
    const values = valuesOf(options);
    const index = values.findIndex((each) => Object.is(each, wanted));
    const found = index >= 0 ? index : values.findIndex((each) => short(each) === short(wanted));
    if (found >= 0) return { index: found };
    const expected = `value: one of ${labelsOf(options).join(", ")}`;
    return { given: `value ${short(wanted)}`, expected };
  },
};

function settle(
  { options, index }: Parts,
  changed: ReadonlySet<string>,
): {
  readonly faults?: readonly Fault[];
  readonly mend?: Partial<Parts>;
} {
  const count = valuesOf(options).length;
  const first = count > 0 ? 0 : null;
  if (changed.has("options") && !changed.has("index") && !changed.has("value"))
    return { mend: { index: first } };
  if (index === null || (index >= 0 && index < count)) return {};
  const fault = { given: `index ${index}`, expected: `index: from 0 to ${count - 1}, or null` };
  return { faults: [fault], mend: { index: first } };
}

const props = { ...control(styles.description), options: choices, index: orNull(int(0)) } as const;

function define(name: string, more: object): Definition<Parts> {
  return { name, props: { ...props, ...more }, virtual: { value }, settle } as Definition<Parts>;
}

function maker(definition: Definition<Parts>): unknown {
  function make(options: object): unknown {
    return makeWidget(definition as unknown as Definition<Record<string, unknown>>, options);
  }
  Object.defineProperty(make, "name", { value: definition.name });
  return make;
}

/**
 * A list that opens.
 *
 * @param options options: the values, or values by their labels; value: the chosen one (default the first)
 * @throws OptionError WIDGET_OPTION
 * @example new Dropdown({ options: ["valid", "same"], value: "same" }).index // 1
 */
export const Dropdown: {
  <const Value>(options: ChoiceOptions<ChoiceState<Value>, Value>): Dropdown<Value>;
  new <const Value>(options: ChoiceOptions<ChoiceState<Value>, Value>): Dropdown<Value>;
} = maker(define("Dropdown", {})) as typeof Dropdown;

/**
 * Round buttons, one of them pressed.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new RadioButtons({ options: { three: 3, five: 5 } }).value // 3
 */
export const RadioButtons: {
  <const Value>(options: ChoiceOptions<ChoiceState<Value>, Value>): RadioButtons<Value>;
  new <const Value>(options: ChoiceOptions<ChoiceState<Value>, Value>): RadioButtons<Value>;
} = maker(define("RadioButtons", {})) as typeof RadioButtons;

/**
 * A list that stands open.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new Select({ options: [3, 5, 7], value: 5, rows: 3 }).index // 1
 */
export const Select: {
  <const Value>(options: ChoiceOptions<SelectState<Value>, Value>): Select<Value>;
  new <const Value>(options: ChoiceOptions<SelectState<Value>, Value>): Select<Value>;
} = maker(define("Select", { rows: int(5) })) as typeof Select;

/**
 * Buttons, one of them pressed.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new ToggleButtons({ options: ["SGD", "Adam"] }).value // "SGD"
 */
export const ToggleButtons: {
  <const Value>(options: ChoiceOptions<ToggleButtonsState<Value>, Value>): ToggleButtons<Value>;
  new <const Value>(options: ChoiceOptions<ToggleButtonsState<Value>, Value>): ToggleButtons<Value>;
} = maker(
  define("ToggleButtons", {
    style: styles.toggleButtons,
    buttonStyle: oneOf("", "primary", "success", "info", "warning", "danger"),
    tooltips: listOf(text()),
  }),
) as typeof ToggleButtons;
