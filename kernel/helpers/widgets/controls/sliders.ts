// Sliders, over whole numbers and others, with one handle and with two.
import { flag, float, int, oneOf, pairOf, text } from "../model/kinds.ts";
import { makerOf, type Maker, type Widget } from "../model/make.ts";
import { withinBounds, type Bounded, type Pair } from "./bounds.ts";
import { control, type Control, type Options } from "./control.ts";
import { styles, type SliderStyle } from "./look.ts";

/** Properties of sliders. */
interface SliderState<Value> extends Bounded<Value>, Control<SliderStyle> {
  /** Distance between two values. */
  step: number;
  orientation: "horizontal" | "vertical";
  /** Whether the value stands beside the slider. */
  readout: boolean;
  /** How the value is written, in d3's notation: `"d"`, `".2f"`, `".1e"`. */
  readoutFormat: string;
  /** False: the value changes when the mouse is let go, not while it moves. */
  continuousUpdate: boolean;
}

/** A slider over whole numbers. */
export interface IntSlider extends Widget<SliderState<number>>, SliderState<number> {}
/** A slider over numbers. */
export interface FloatSlider extends Widget<SliderState<number>>, SliderState<number> {}
/** A slider with two handles over whole numbers. */
export interface IntRangeSlider extends Widget<SliderState<Pair>>, SliderState<Pair> {}
/** A slider with two handles over numbers. */
export interface FloatRangeSlider extends Widget<SliderState<Pair>>, SliderState<Pair> {}

const slider = {
  ...control(styles.slider),
  orientation: oneOf("horizontal", "vertical"),
  readout: flag(true),
  continuousUpdate: flag(true),
} as const;

/**
 * A slider over whole numbers.
 *
 * @param options value (default 0), min (0), max (100), step (1), description, and the other properties
 * @throws OptionError WIDGET_OPTION
 * @example new IntSlider({ value: 3, max: 10 }).value // 3
 */
export const IntSlider: Maker<Options<SliderState<number>>, IntSlider> = makerOf<
  Options<SliderState<number>>,
  SliderState<number>,
  IntSlider
>({
  name: "IntSlider",
  props: {
    ...slider,
    value: int(0),
    min: int(0),
    max: int(100),
    step: int(1),
    readoutFormat: text("d"),
  },
  settle: withinBounds,
});

/**
 * A slider over numbers.
 *
 * @param options value (default 0), min (0), max (10), step (0.1), and the other properties
 * @throws OptionError WIDGET_OPTION
 * @example new FloatSlider({ value: 0.5, max: 1, step: 0.01 }).step // 0.01
 */
export const FloatSlider: Maker<Options<SliderState<number>>, FloatSlider> = makerOf<
  Options<SliderState<number>>,
  SliderState<number>,
  FloatSlider
>({
  name: "FloatSlider",
  props: {
    ...slider,
    value: float(0),
    min: float(0),
    max: float(10),
    step: float(0.1),
    readoutFormat: text(".2f"),
  },
  settle: withinBounds,
});

/**
 * A slider with two handles over whole numbers; its value is [low, high].
 *
 * @throws OptionError WIDGET_OPTION
 * @example new IntRangeSlider({ value: [2, 5], max: 10 }).value // [2, 5]
 */
export const IntRangeSlider: Maker<Options<SliderState<Pair>>, IntRangeSlider> = makerOf<
  Options<SliderState<Pair>>,
  SliderState<Pair>,
  IntRangeSlider
>({
  name: "IntRangeSlider",
  props: {
    ...slider,
    value: pairOf(int(0), [25, 75]),
    min: int(0),
    max: int(100),
    step: int(1),
    readoutFormat: text("d"),
  },
  settle: withinBounds,
});

/**
 * A slider with two handles over numbers; its value is [low, high].
 *
 * @throws OptionError WIDGET_OPTION
 * @example new FloatRangeSlider({ value: [0.1, 0.2], max: 1 }).value // [0.1, 0.2]
 */
export const FloatRangeSlider: Maker<Options<SliderState<Pair>>, FloatRangeSlider> = makerOf<
  Options<SliderState<Pair>>,
  SliderState<Pair>,
  FloatRangeSlider
>({
  name: "FloatRangeSlider",
  props: {
    ...slider,
    value: pairOf(float(0), [2.5, 7.5]),
    min: float(0),
    max: float(10),
    step: float(0.1),
    readoutFormat: text(".2f"),
  },
  settle: withinBounds,
});
