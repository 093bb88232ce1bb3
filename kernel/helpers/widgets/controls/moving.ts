// Numbers that move without a hand: bars, and numbers that run by themselves.
import { flag, float, int, oneOf } from "../model/kinds.ts";
import { makerOf, type Maker, type Widget } from "../model/make.ts";
import { withinBounds, type Bounded } from "./bounds.ts";
import { control, type Control, type Options } from "./control.ts";
import { styles, type DescriptionStyle, type ProgressStyle } from "./look.ts";

/** Properties of bars. */
interface ProgressState extends Bounded<number>, Omit<Control<ProgressStyle>, "disabled"> {
  barStyle: "" | "success" | "info" | "warning" | "danger";
  orientation: "horizontal" | "vertical";
}

/** A bar that shows how far something has come. */
export interface IntProgress extends Widget<ProgressState>, ProgressState {}

const { disabled: _, ...barControl } = control(styles.progress);

/**
 * A bar that shows how far something has come; `progress()` makes one of a loop by itself.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new IntProgress({ value: 3, max: 4 }).max // 4
 */
export const IntProgress: Maker<Options<ProgressState>, IntProgress> = makerOf<
  Options<ProgressState>,
  ProgressState,
  IntProgress
>({
  name: "IntProgress",
  model: "FloatProgress",
  view: "Progress",
  props: {
    ...barControl,
    value: float(0),
    min: float(0),
    max: float(100),
    barStyle: oneOf("", "success", "info", "warning", "danger"),
    orientation: oneOf("horizontal", "vertical"),
  },
  settle: withinBounds,
});

/** Properties of a Play. */
interface PlayState extends Bounded<number>, Control<DescriptionStyle> {
  /** What is added each time. */
  step: number;
  /** Time from one value to the next, ms. */
  interval: number;
  playing: boolean;
  /** True: after max comes min. */
  repeat: boolean;
  showRepeat: boolean;
}

/** Buttons that let a number run; link it to a slider with `jslink`. */
export interface Play extends Widget<PlayState>, PlayState {}

/**
 * Buttons that let a number run from min to max.
 *
 * @param options interval in ms from one value to the next (default 100), and the other properties
 * @throws OptionError WIDGET_OPTION
 * @example new Play({ max: 9, interval: 500 }).interval // 500
 */
export const Play: Maker<Options<PlayState>, Play> = makerOf<Options<PlayState>, PlayState, Play>({
  name: "Play",
  props: {
    ...control(styles.description),
    value: int(0),
    min: int(0),
    max: int(100),
    step: int(1),
    interval: int(100),
    playing: flag(false),
    repeat: flag(false),
    showRepeat: flag(true),
  },
  settle: withinBounds,
});
