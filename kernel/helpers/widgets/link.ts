// Links that the page itself keeps: they work while a cell loops, and in a saved page without a kernel.
import { refuse, short, type Fault } from "./model/faults.ts";
import { pageName } from "./model/definition.ts";
import { coreOf, makeWidget, type Widget } from "./model/make.ts";
import { anything } from "./model/kinds.ts";

/** A property of a widget: the widget and its name; a widget alone stands for its value. */
export type Property<Of extends Widget = Widget> =
  Of | readonly [widget: Of, name: Exclude<keyof Of & string, keyof Widget | "layout" | "style">];

/** A link between two properties. */
export interface Link {
  /** Ends it. */
  unlink(): void;
}

/**
 * Keeps two properties equal, in the page: a Play that moves a slider.
 *
 * @throws OptionError WIDGET_OPTION when a property is not one of that widget
 * @example typeof jslink(new Play(), new IntSlider()).unlink // "function"
 */
export function jslink<A extends Widget, B extends Widget>(a: Property<A>, b: Property<B>): Link {
  return link("jslink", "Link", a, b);
}

/**
 * Gives the second property the value of the first, in the page, whenever the first changes.
 *
 * @throws OptionError WIDGET_OPTION when a property is not one of that widget
 * @example typeof jsdlink([new IntSlider(), "max"], [new IntProgress(), "max"]).unlink // "function"
 */
export function jsdlink<A extends Widget, B extends Widget>(
  from: Property<A>,
  to: Property<B>,
): Link {
  return link("jsdlink", "DirectionalLink", from, to);
}

function link(who: string, name: string, a: unknown, b: unknown): Link {
  const [source, target] = [ofPage(a), ofPage(b)];
  refuse(
    who,
    [source, target].filter((end) => "given" in end),
  );
  const props = { source: anything(source), target: anything(target) };
  const made = makeWidget({ name, view: null, props }, {});
  coreOf(made)?.open();
  return { unlink: () => made.close() };
}

/** The widget and the property as the page knows them. */
function ofPage(property: unknown): readonly [string, string] | Fault {
  const [widget, name]: readonly unknown[] = Array.isArray(property)
    ? property
    : [property, "value"];
  const core = coreOf(widget);
  if (core === undefined)
    return {
      given: short(property),
      expected: "a widget, or a widget and the name of a property",
      fix: 'write slider, or [slider, "max"]',
    };
  const { definition, values } = core;
  const wanted = String(name);
  const kind = definition.props[wanted];
  if (kind) return [core.open(), pageName(definition, wanted, kind)];
  // the value of a choice is, in the page, its place in the list
  const [own] = definition.virtual?.[wanted]?.of ?? [];
  const ownKind = own === undefined ? undefined : definition.props[own];
  if (own !== undefined && ownKind) return [core.open(), pageName(definition, own, ownKind)];
  return {
    given: `${definition.name}, ${short(name)}`,
    expected: `one of ${values.names.join(", ")}`,
  };
}
