// Widgets in widgets: side by side, below each other, one at a time.
import type { Definition } from "../model/definition.ts";
import { int, listOf, oneOf, orNull, text, type Kind } from "../model/kinds.ts";
import { isWidget, knownCore, makeWidget, type Widget } from "../model/make.ts";
import { refuse, short } from "../model/faults.ts";
import { visible, type Options, type Visible } from "./control.ts";

/** Properties of boxes. */
interface BoxState extends Visible {
  /** The widgets in it, in order. */
  children: readonly Widget[];
  boxStyle: "" | "success" | "info" | "warning" | "danger";
}
/** Widgets side by side. */
export interface HBox extends Widget<BoxState>, BoxState {}
/** Widgets below each other. */
export interface VBox extends Widget<BoxState>, BoxState {}
/** Properties of boxes that show one widget at a time. */
interface PagesState extends BoxState {
  /** A title for each child. */
  titles: readonly string[];
  /** Which one is open, from 0; null: none. */
  selectedIndex: number | null;
}
/** Widgets on cards, whose titles stand in a row. */
export interface Tab extends Widget<PagesState>, PagesState {}
/** Widgets below titles that open. */
export interface Accordion extends Widget<PagesState>, PagesState {}

const children: Kind<readonly Widget[]> = {
  ...listOf<Widget>({
    initial: () => undefined as never,
    words: "a widget",
    take: (value) => (isWidget(value) ? value : undefined),
  }),
  toPage: (widgets) => widgets.map((widget) => knownCore(widget).open()),
  fromPage: () => undefined,
};

const box = {
  ...visible,
  children,
  boxStyle: oneOf("", "success", "info", "warning", "danger"),
} as const;

/** Takes the children alone, too, as ipywidgets does: `HBox([a, b])`. */
interface BoxMaker<BoxOptions, Made> {
  (children?: readonly Widget[] | BoxOptions, options?: BoxOptions): Made;
  new (children?: readonly Widget[] | BoxOptions, options?: BoxOptions): Made;
}

function boxMaker<State extends BoxState, Made extends Widget<State> & State>(
  definition: Definition<State>,
): BoxMaker<Options<State>, Made> {
  function make(first: unknown = {}, options: object = {}): Made {
    if (typeof first !== "object" || first === null || isWidget(first))
      refuse(definition.name, [
        {
          given: isWidget(first) ? knownCore(first).words() : short(first),
          expected: "a list of widgets",
          fix: `write ${definition.name}([a, b])`,
        },
      ]);
    const all = Array.isArray(first) ? { ...options, children: first } : (first as object);
    return makeWidget<State, Made>(definition, all);
  }
  Object.defineProperty(make, "name", { value: definition.name });
  return make as unknown as BoxMaker<Options<State>, Made>;
}

function describe({ children: widgets }: BoxState): string {
  return widgets.map((widget) => knownCore(widget).words()).join("\n");
}

/**
 * Widgets side by side.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new HBox([new Label({ value: "a" }), new Checkbox()]).children.length // 2
 */
export const HBox: BoxMaker<Options<BoxState>, HBox> = boxMaker<BoxState, HBox>({
  name: "HBox",
  props: box,
  describe,
});

/**
 * Widgets below each other.
 *
 * @throws OptionError WIDGET_OPTION
 * @example new VBox([new Label({ value: "a" })], { boxStyle: "info" }).boxStyle // "info"
 */
export const VBox: BoxMaker<Options<BoxState>, VBox> = boxMaker<BoxState, VBox>({
  name: "VBox",
  props: box,
  describe,
});

const pages = {
  ...box,
  titles: listOf(text()),
  selectedIndex: orNull(int(0)),
} as const;

/**
 * Widgets on cards; a click on a title shows its card.
 *
 * @param options titles: one for each child; selectedIndex: the open card (default 0)
 * @throws OptionError WIDGET_OPTION
 * @example new Tab([new Label({ value: "a" })], { titles: ["first"] }).selectedIndex // 0
 */
export const Tab: BoxMaker<Options<PagesState>, Tab> = boxMaker<PagesState, Tab>({
  name: "Tab",
  props: { ...pages, selectedIndex: { ...orNull(int(0)), initial: () => 0 } },
  describe,
});

/**
 * Widgets below titles; a click on a title opens it.
 *
 * @param options titles: one for each child; selectedIndex: the open one (default null: none)
 * @throws OptionError WIDGET_OPTION
 * @example new Accordion([new Label({ value: "a" })], { titles: ["first"] }).selectedIndex // null
 */
export const Accordion: BoxMaker<Options<PagesState>, Accordion> = boxMaker<PagesState, Accordion>({
  name: "Accordion",
  props: pages,
  describe,
});
