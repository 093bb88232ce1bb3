// What is shown and not changed by hand: words, HTML, images.
import { bytes, oneOf, text } from "../model/kinds.ts";
import { makerOf, type Maker, type Widget } from "../model/make.ts";
import { control, visible, type Control, type Options, type Visible } from "./control.ts";
import { styles, type TextStyle } from "./look.ts";

/** Properties of shown words. */
interface WordsState extends Omit<Control<TextStyle>, "disabled"> {
  value: string;
}
/** Plain words. */
export interface Label extends Widget<WordsState>, WordsState {}
/** HTML. */
export interface HTML extends Widget<WordsState>, WordsState {}

const { disabled: _, ...label } = control(styles.label);

/**
 * Plain words; formulas between dollars are set.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new Label({ value: "stride" }).value // "stride"
 */
export const Label: Maker<Options<WordsState>, Label> = makerOf<
  Options<WordsState>,
  WordsState,
  Label
>({ name: "Label", props: { ...label, value: text() }, describe: ({ value }) => value });

/**
 * HTML, as the page draws it.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new HTML({ value: "<b>28</b>" }).value // "<b>28</b>"
 */
export const HTML: Maker<Options<WordsState>, HTML> = makerOf<
  Options<WordsState>,
  WordsState,
  HTML
>({
  name: "HTML",
  props: { ...label, style: styles.html, value: text() },
  describe: ({ value }) => value.replaceAll(/<[^>]*>/g, ""),
});

/** Properties of an Image. */
interface ImageState extends Visible {
  /** The bytes of its file. */
  value: Uint8Array;
  format: "png" | "jpeg" | "gif" | "webp" | "svg+xml" | "url";
  /** In pixels of the page, as text: `"200"`. */
  width: string;
  height: string;
}
/** A picture. */
export interface Image extends Widget<ImageState>, ImageState {}

/**
 * A picture, given by the bytes of its file.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new Image({ value: new Uint8Array([137, 80, 78, 71]), width: "64" }).format // "png"
 */
export const Image: Maker<Options<ImageState>, Image> = makerOf<
  Options<ImageState>,
  ImageState,
  Image
>({
  name: "Image",
  props: {
    ...visible,
    value: bytes(),
    format: oneOf("png", "jpeg", "gif", "webp", "svg+xml", "url"),
    width: text(),
    height: text(),
  },
});
