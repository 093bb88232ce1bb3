// Words and numbers that are typed, ticks, colours, and words that are only shown.
import { flag, float, int, orNull, text, type Kind } from "../model/kinds.ts";
import { makerOf, type Maker, type Widget } from "../model/make.ts";
import { control, type Control, type Options } from "./control.ts";
import { styles, type CheckboxStyle, type DescriptionStyle, type TextStyle } from "./look.ts";

/** Properties of fields for words. */
interface TextState extends Control<TextStyle> {
  value: string;
  /** Pale words while the field is empty. */
  placeholder: string;
  /** False: the value changes when the user leaves the field or presses Enter. */
  continuousUpdate: boolean;
}
/** A field for a line. */
export interface Text extends Widget<TextState>, TextState {}
interface TextareaState extends TextState {
  rows: number | null;
}
/** A field for several lines. */
export interface Textarea extends Widget<TextareaState>, TextareaState {}

const field = {
  ...control(styles.text),
  value: text(),
  placeholder: text("\u200b"), // not empty, so that the page gives the line its height
  continuousUpdate: flag(true),
} as const;

/**
 * A field for a line of text.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new Text({ value: "edges", description: "name" }).value // "edges"
 */
export const Text: Maker<Options<TextState>, Text> = makerOf<Options<TextState>, TextState, Text>({
  name: "Text",
  props: field,
});

/**
 * A field for several lines.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new Textarea({ rows: 4 }).rows // 4
 */
export const Textarea: Maker<Options<TextareaState>, Textarea> = makerOf<
  Options<TextareaState>,
  TextareaState,
  Textarea
>({ name: "Textarea", props: { ...field, rows: orNull(int(4)) } });

/** Properties of fields for numbers. */
interface NumberState extends Control<DescriptionStyle> {
  value: number;
  step: number | null;
  continuousUpdate: boolean;
}
/** A field for a whole number. */
export interface IntText extends Widget<NumberState>, NumberState {}
/** A field for a number. */
export interface FloatText extends Widget<NumberState>, NumberState {}

function numberField(name: string, kind: (initial: number) => Kind<number>) {
  return {
    name,
    props: {
      ...control(styles.description),
      value: kind(0),
      step: orNull(kind(1)),
      continuousUpdate: flag(false),
    },
  } as const;
}

/**
 * A field for a whole number.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new IntText({ value: 28 }).value // 28
 */
export const IntText: Maker<Options<NumberState>, IntText> = makerOf<
  Options<NumberState>,
  NumberState,
  IntText
>(numberField("IntText", int));

/**
 * A field for a number.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new FloatText({ value: 0.001 }).value // 0.001
 */
export const FloatText: Maker<Options<NumberState>, FloatText> = makerOf<
  Options<NumberState>,
  NumberState,
  FloatText
>(numberField("FloatText", float));

/** Properties of a Checkbox. */
interface CheckboxState extends Control<CheckboxStyle> {
  value: boolean;
  /** Whether it stands below the other controls' fields, or at the edge. */
  indent: boolean;
}
/** A tick. */
export interface Checkbox extends Widget<CheckboxState>, CheckboxState {}

/**
 * A box with a tick, or without.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new Checkbox({ value: true, description: "flip" }).value // true
 */
export const Checkbox: Maker<Options<CheckboxState>, Checkbox> = makerOf<
  Options<CheckboxState>,
  CheckboxState,
  Checkbox
>({
  name: "Checkbox",
  props: { ...control(styles.checkbox), value: flag(false), indent: flag(true) },
});

/** Properties of a ColorPicker. */
interface ColorState extends Control<DescriptionStyle> {
  /** `"#e8730c"`, or a colour's name. */
  value: string;
  /** True: only the colour, without its name. */
  concise: boolean;
}
/** A colour to choose. */
export interface ColorPicker extends Widget<ColorState>, ColorState {}

/**
 * A colour to choose.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new ColorPicker({ value: "#e8730c" }).value // "#e8730c"
 */
export const ColorPicker: Maker<Options<ColorState>, ColorPicker> = makerOf<
  Options<ColorState>,
  ColorState,
  ColorPicker
>({
  name: "ColorPicker",
  props: { ...control(styles.description), value: text("black"), concise: flag(false) },
});
