// From a short way of saying it to a control: [1, 4] is a slider, ["valid", "same"] a list, true a tick.
import { Dropdown } from "../controls/choices.ts";
import { FloatSlider, IntSlider } from "../controls/sliders.ts";
import { Checkbox, Text } from "../controls/texts.ts";
import { short, type Fault } from "../model/faults.ts";
import { coreOf, isWidget, type Widget } from "../model/make.ts";

/** A short way of naming a control, or a widget with a value. */
export type Abbreviation =
  | number
  | boolean
  | string
  | readonly number[]
  | readonly string[]
  | Readonly<Record<string, unknown>>
  | Widget;

/** The values that a control gives to the function. */
export type ValueOf<Control> = Control extends { observe: unknown; value: infer Value }
  ? Value
  : Control extends boolean
    ? boolean
    : Control extends number | readonly number[]
      ? number
      : Control extends readonly (infer Word)[]
        ? Word
        : Control extends string
          ? string
          : Control extends Readonly<Record<string, infer Value>>
            ? Value
            : never;

/** A widget whose value is watched. */
export type Valued = Widget<{ value: unknown }> & { readonly value: unknown };

/** The control that an abbreviation stands for, or what is wrong with it. */
export function controlFor(name: string, given: unknown): Valued | Fault {
  if (isWidget(given))
    return coreOf(given)?.values.names.includes("value")
      ? (given as Valued)
      : {
          given: `${name}: ${coreOf(given)?.words() ?? ""}`,
          expected: `${name}: a widget with a value`,
        };
  const described = { description: name };
  if (typeof given === "boolean") return new Checkbox({ value: given, ...described });
  if (typeof given === "string") return new Text({ value: given, ...described });
  if (typeof given === "number" && Number.isFinite(given)) return around(name, given);
  if (Array.isArray(given)) return fromList(name, given);
  if (typeof given === "object" && given !== null && Object.keys(given).length > 0)
    return new Dropdown({ options: given as Readonly<Record<string, unknown>>, ...described });
  return {
    given: `${name}: ${short(given)}`,
    expected: `${name}: [min, max], [min, max, step], a list of words, a number, true, a string or a widget`,
  };
}

function fromList(name: string, list: readonly unknown[]): Valued | Fault {
  const isRange = list.length === 2 || list.length === 3;
  if (isRange && list.every((part) => Number.isFinite(part)))
    return fromRange(name, list as readonly number[]);
  if (list.length > 0) return new Dropdown({ options: list, description: name });
  return { given: `${name}: []`, expected: `${name}: at least one value to choose from` };
}

function fromRange(name: string, [min = 0, max = 0, step]: readonly number[]): Valued | Fault {
  const given = `${name}: [${[min, max, ...(step === undefined ? [] : [step])].join(", ")}]`;
  const expected = `${name}: [min, max] or [min, max, step], with min below max and a step above 0 that fits between them`;
  if (min >= max || (step !== undefined && (step <= 0 || step > max - min))) {
    const list = [min, max, ...(step === undefined ? [] : [step])].join(", ");
    return {
      given,
      expected,
      fix: `for a choice among these numbers: Dropdown({ options: [${list}] })`,
    };
  }
  return slider(name, min, max, step, min + (max - min) / 2);
}

/** One number: a slider around it, as wide as ipywidgets makes it. */
function around(name: string, value: number): Valued {
  if (value === 0) return slider(name, 0, 1, undefined, 0);
  const [min, max] = value > 0 ? [-value, 3 * value] : [3 * value, -value];
  return slider(name, min, max, undefined, value);
}

function slider(
  description: string,
  min: number,
  max: number,
  step: number | undefined,
  start: number,
): Valued {
  const isWhole = [min, max, step ?? 1].every(Number.isInteger);
  const size = step ?? (isWhole ? 1 : niceStep(max - min));
  // on a step, as the page itself would have it
  const digits = 10 ** 12;
  const value =
    Math.round((min + Math.floor((start - min) / size + 1e-9) * size) * digits) / digits;
  const bounded = { min, max, step: size, value: Math.min(max, value), description };
  if (isWhole) return new IntSlider(bounded);
  const places = Math.min(10, Math.max(0, Math.ceil(-Math.log10(size) - 1e-9)));
  return new FloatSlider({ ...bounded, readoutFormat: `.${Math.max(1, places)}f` });
}

/** About a hundredth of a range: 1, 2 or 5 times a power of ten. */
function niceStep(range: number): number {
  const power = 10 ** Math.floor(Math.log10(range / 100));
  const times = range / 100 / power;
  const nice = times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10;
  return Number((nice * power).toPrecision(1));
}
