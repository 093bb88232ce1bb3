// What most controls have in common.
import { flag, orNull, text, type Kind } from "../model/kinds.ts";
import type { Widget } from "../model/make.ts";
import { layout, type Layout, type LayoutState } from "./look.ts";

/** A style as it is read. */
export type Styled<Style extends object> = Widget<Style> & Style;

/** Properties of everything that is seen. */
export interface Visible {
  /** Words that appear while the mouse rests on it. */
  tooltip: string | null;
  /** Place and size, as CSS: `w.layout.width = "50%"`. */
  get layout(): Layout;
  set layout(css: Layout | Partial<LayoutState>);
}

/** Properties of controls with words before them. */
export interface Control<Style extends object> extends Visible {
  /** Words before the control. */
  description: string;
  /** True: the user cannot change it. */
  disabled: boolean;
  /** Colours and widths of its kind. */
  get style(): Styled<Style>;
  set style(style: Styled<Style> | Partial<Style>);
}

/** What a maker takes: any of the properties, layout and style as plain objects. */
export type Options<State> = {
  readonly [Name in keyof State]?: Name extends "layout"
    ? Layout | Partial<LayoutState>
    : State[Name] extends Widget<infer Style extends object>
      ? State[Name] | Partial<Style>
      : State[Name];
};

type VisibleProps = {
  readonly tooltip: Kind<string | null>;
  readonly layout: Kind<Layout>;
};

/** The table of what is seen. */
export const visible: VisibleProps = { tooltip: orNull(text()), layout };

/** The table of a control with a style of its kind. */
export function control<Style extends object>(
  style: Kind<Styled<Style>>,
): VisibleProps & {
  readonly description: Kind<string>;
  readonly disabled: Kind<boolean>;
  readonly style: Kind<Styled<Style>>;
} {
  return { ...visible, description: text(), disabled: flag(false), style };
}
