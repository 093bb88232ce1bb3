// A button, and what its click does.
import { flag, oneOf, text } from "../model/kinds.ts";
import { makerOf, type Maker, type Widget } from "../model/make.ts";
import { control, type Control, type Options } from "./control.ts";
import { styles, type ButtonStyle } from "./look.ts";

/** Properties of buttons. */
interface ButtonState extends Control<ButtonStyle> {
  /** Name of a Font Awesome icon, without `fa-`: `"play"`. */
  icon: string;
  buttonStyle: "" | "primary" | "success" | "info" | "warning" | "danger";
}

/** A button. */
export interface Button extends Widget<ButtonState>, ButtonState {
  /**
   * Calls `listener` at each click, with the button; what it prints and shows goes below the cell that called `onClick`.
   * Returns a function that ends it.
   */
  onClick(listener: (button: Button) => unknown): () => void;
}

const buttonStyles = oneOf("", "primary", "success", "info", "warning", "danger");

/**
 * A button; `onClick` says what it does.
 *
 * @param options description: the words on it
 * @throws OptionError WIDGET_OPTION
 * @example new Button({ description: "train", icon: "play" }).description // "train"
 */
export const Button: Maker<Options<ButtonState>, Button> = makerOf<
  Options<ButtonState>,
  ButtonState,
  Button
>(
  { name: "Button", props: { ...control(styles.button), icon: text(), buttonStyle: buttonStyles } },
  (core, button) => ({
    onClick: (listener: (button: Button) => unknown) =>
      core.listenToMessages((content) => {
        const isClick = (content as { readonly event?: unknown } | null)?.event === "click";
        return isClick ? listener(button) : undefined;
      }),
  }),
);

/** Properties of a button that stays pressed. */
interface ToggleButtonState extends ButtonState {
  value: boolean;
}
/** A button that stays pressed until it is pressed again. */
export interface ToggleButton extends Widget<ToggleButtonState>, ToggleButtonState {}

/**
 * A button that stays pressed until it is pressed again.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new ToggleButton({ value: true }).value // true
 */
export const ToggleButton: Maker<Options<ToggleButtonState>, ToggleButton> = makerOf<
  Options<ToggleButtonState>,
  ToggleButtonState,
  ToggleButton
>({
  name: "ToggleButton",
  props: {
    ...control(styles.toggleButton),
    icon: text(),
    buttonStyle: buttonStyles,
    value: flag(false),
  },
});
