// How a widget looks: its place and size (layout), and what is its kind's own (style).
import type { Definition } from "../model/definition.ts";
import type { Kind } from "../model/kinds.ts";
import { orNull, text } from "../model/kinds.ts";
import { makeWidget, widgetKind, type Widget } from "../model/make.ts";

const css: Kind<string> = {
  ...text(),
  words: 'CSS as a string, sizes with their unit: "300px", "50%"',
};

type LayoutName =
  | "alignContent"
  | "alignItems"
  | "alignSelf"
  | "bottom"
  | "display"
  | "flex"
  | "flexFlow"
  | "borderTop"
  | "borderRight"
  | "borderBottom"
  | "borderLeft"
  | "gridArea"
  | "gridAutoColumns"
  | "gridAutoFlow"
  | "gridAutoRows"
  | "gridColumn"
  | "gridGap"
  | "gridRow"
  | "gridTemplateAreas"
  | "gridTemplateColumns"
  | "gridTemplateRows"
  | "height"
  | "justifyContent"
  | "justifyItems"
  | "left"
  | "margin"
  | "maxHeight"
  | "maxWidth"
  | "minHeight"
  | "minWidth"
  | "objectFit"
  | "objectPosition"
  | "order"
  | "overflow"
  | "padding"
  | "right"
  | "top"
  | "visibility"
  | "width";

const layoutNames: readonly LayoutName[] = [
  "alignContent",
  "alignItems",
  "alignSelf",
  "bottom",
  "display",
  "flex",
  "flexFlow",
  "borderTop",
  "borderRight",
  "borderBottom",
  "borderLeft",
  "gridArea",
  "gridAutoColumns",
  "gridAutoFlow",
  "gridAutoRows",
  "gridColumn",
  "gridGap",
  "gridRow",
  "gridTemplateAreas",
  "gridTemplateColumns",
  "gridTemplateRows",
  "height",
  "justifyContent",
  "justifyItems",
  "left",
  "margin",
  "maxHeight",
  "maxWidth",
  "minHeight",
  "minWidth",
  "objectFit",
  "objectPosition",
  "order",
  "overflow",
  "padding",
  "right",
  "top",
  "visibility",
  "width",
];

/** CSS of a widget's box; null leaves it to the page. */
export type LayoutState = {
  [Name in LayoutName]: string | null;
} & {
  /** All four borders at once, for example `"1px solid grey"`. */
  border: string | null;
};

/** Place and size of a widget. */
export type Layout = Widget<LayoutState> & LayoutState;

type Sides = Pick<LayoutState, "borderTop" | "borderRight" | "borderBottom" | "borderLeft">;

const layoutDefinition = {
  name: "Layout",
  module: "base",
  props: Object.fromEntries(layoutNames.map((name) => [name, orNull(css)])),
  virtual: {
    border: {
      of: ["borderTop", "borderRight", "borderBottom", "borderLeft"],
      get: ({ borderTop }: Sides) => borderTop,
      set: (all: string | null) => ({
        borderTop: all,
        borderRight: all,
        borderBottom: all,
        borderLeft: all,
      }),
    },
  },
} as unknown as Definition<LayoutState>;

/** The layout of every widget. */
export const layout: Kind<Layout> = widgetKind<Layout>(
  'CSS by name, for example { width: "300px" }',
  (options) => makeWidget<LayoutState, Layout>(layoutDefinition, options),
  ["Layout"],
);

/** How much room stands before the control for its description, as `"120px"` or `"initial"`. */
export interface DescriptionStyle {
  descriptionWidth: string;
}
export interface SliderStyle extends DescriptionStyle {
  handleColor: string | null;
}
export interface ProgressStyle extends DescriptionStyle {
  barColor: string | null;
}
export interface TextStyle extends DescriptionStyle {
  background: string | null;
  fontSize: string | null;
  textColor: string | null;
}
export interface CheckboxStyle extends DescriptionStyle {
  background: string | null;
}
export interface ButtonStyle {
  buttonColor: string | null;
  fontFamily: string | null;
  fontSize: string | null;
  fontStyle: string | null;
  fontWeight: string | null;
  textColor: string | null;
  textDecoration: string | null;
}
export interface ToggleButtonsStyle extends DescriptionStyle {
  buttonWidth: string;
  fontWeight: string;
}

/** The properties of a style; the page draws nothing for it. */
function style<State extends object>(
  name: string,
  props: Definition<State>["props"],
): Kind<Widget<State> & State> {
  const definition: Definition<State> = { name, view: "Style", viewModule: "base", props };
  return widgetKind<Widget<State> & State>(
    `an object with some of ${Object.keys(props).join(", ")}`,
    (options) => makeWidget<State, Widget<State> & State>(definition, options),
    [name],
  );
}

const described = { descriptionWidth: text() } as const;
const optional = orNull(css);

/** Styles by the kinds of widgets that have them. */
export const styles: {
  readonly description: Kind<Widget<DescriptionStyle> & DescriptionStyle>;
  readonly slider: Kind<Widget<SliderStyle> & SliderStyle>;
  readonly progress: Kind<Widget<ProgressStyle> & ProgressStyle>;
  readonly text: Kind<Widget<TextStyle> & TextStyle>;
  readonly label: Kind<Widget<TextStyle> & TextStyle>;
  readonly html: Kind<Widget<TextStyle> & TextStyle>;
  readonly checkbox: Kind<Widget<CheckboxStyle> & CheckboxStyle>;
  readonly button: Kind<Widget<ButtonStyle> & ButtonStyle>;
  readonly toggleButton: Kind<Widget<ButtonStyle> & ButtonStyle>;
  readonly toggleButtons: Kind<Widget<ToggleButtonsStyle> & ToggleButtonsStyle>;
} = {
  description: style("DescriptionStyle", described),
  slider: style("SliderStyle", { ...described, handleColor: optional }),
  progress: style("ProgressStyle", { ...described, barColor: optional }),
  text: style("TextStyle", textual()),
  label: style("LabelStyle", textual()),
  html: style("HTMLStyle", textual()),
  checkbox: style("CheckboxStyle", { ...described, background: optional }),
  button: style("ButtonStyle", buttonlike()),
  toggleButton: style("ToggleButtonStyle", buttonlike()),
  toggleButtons: style("ToggleButtonsStyle", {
    ...described,
    buttonWidth: text(),
    fontWeight: text(),
  }),
};

function textual(): Definition<TextStyle>["props"] {
  return { ...described, background: optional, fontSize: optional, textColor: optional };
}

function buttonlike(): Definition<ButtonStyle>["props"] {
  return {
    buttonColor: optional,
    fontFamily: optional,
    fontSize: optional,
    fontStyle: optional,
    fontWeight: optional,
    textColor: optional,
    textDecoration: optional,
  };
}
