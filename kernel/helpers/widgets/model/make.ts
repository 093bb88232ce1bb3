// From a definition to the object in the notebook: properties that check what they are given, and a few methods.
import { Core } from "./core.ts";
import type { AnyDefinition, Definition } from "./definition.ts";
import type { Kind } from "./kinds.ts";

type ValueOf<State> = State extends { value: infer Value } ? Value : unknown;

/** What every widget can do. `State` are its properties. */
export interface Widget<State extends object = object> {
  /**
   * Calls `listener` whenever the value changes, by the page or by code; what it prints goes below the cell that called
   * `observe`. Returns a function that ends it.
   */
  observe(listener: (value: ValueOf<State>, before: ValueOf<State>) => unknown): () => void;
  /** The same for another property, by its name. */
  observe<Name extends keyof State>(
    name: Name,
    listener: (value: State[Name], before: State[Name]) => unknown,
  ): () => void;
  /** Takes the widget out of the page; its values stay. */
  close(): void;
  /** The widget in words, as where there is no page. */
  toString(): string;
}

/** Makes widgets of one kind, written with or without `new`. */
export interface Maker<Options, Made> {
  (options?: Options): Made;
  new (options?: Options): Made;
}

const cores = new WeakMap<object, Core>();

/** The inside of a widget; undefined for anything else. */
export function coreOf(value: unknown): Core | undefined {
  return typeof value === "object" && value !== null ? cores.get(value) : undefined;
}

/** A widget, for work on its inside. */
export function knownCore(widget: Widget): Core {
  const core = coreOf(widget);
  if (core === undefined) throw new TypeError("this is not a widget");
  return core;
}

/** True for every widget. */
export function isWidget(value: unknown): value is Widget {
  return coreOf(value) !== undefined;
}

/** Methods of all widgets; a widget's own object holds its properties. */
class Base {
  observe(...args: [unknown] | [unknown, unknown]): () => void {
    const [name, listener] = args.length === 2 ? args : ["value", args[0]];
    const core = knownCore(this as Widget);
    if (typeof listener !== "function" || !core.values.names.includes(String(name)))
      throw new TypeError(
        `${core.definition.name}.observe: write observe((value) => …), or observe("name", (value) => …) with one of ${core.values.names.join(", ")}`,
      );
    return core.listen(String(name), (value, before) =>
      Reflect.apply(listener, undefined, [value, before]),
    );
  }

  close(): void {
    const core = knownCore(this as Widget);
    for (const name of ["layout", "style"]) coreOf(core.values.get(name))?.close();
    core.close();
  }

  toString(): string {
    return knownCore(this as Widget).words();
  }
}
for (const [symbol, method] of [
  ["Jupyter.display", (core: Core) => core.bundle()],
  ["nodejs.util.inspect.custom", (core: Core) => core.words()],
] as const)
  Object.defineProperty(Base.prototype, Symbol.for(symbol), {
    value(this: Widget) {
      return method(knownCore(this));
    },
  });

/** Makes one widget. @throws OptionError WIDGET_OPTION */
export function makeWidget<State extends object, Made extends Widget<State> & State>(
  definition: Definition<State>,
  options: object = {},
  methods: (core: Core, widget: Made) => object = () => ({}),
): Made {
  const core = new Core(
    definition as unknown as AnyDefinition,
    options as Readonly<Record<string, unknown>>,
  );
  const widget: object = new Base();
  cores.set(widget, core);
  for (const name of core.values.names)
    Object.defineProperty(widget, name, {
      enumerable: true,
      get: () => core.values.get(name),
      set: (value: unknown) => core.assign({ [name]: value }),
    });
  for (const [name, value] of Object.entries(methods(core, widget as Made)))
    Object.defineProperty(widget, name, { value });
  return Object.preventExtensions(widget) as Made;
}

/** A maker of widgets of one definition. */
export function makerOf<Options, State extends object, Made extends Widget<State> & State>(
  definition: Definition<State>,
  methods?: (core: Core, widget: Made) => object,
): Maker<Options, Made> {
  // a plain function that returns an object works with and without `new`
  function make(options?: Options): Made {
    return makeWidget<State, Made>(definition, (options ?? {}) as object, methods);
  }
  Object.defineProperty(make, "name", { value: definition.name });
  return make as unknown as Maker<Options, Made>;
}

/** Widgets as values of a property: the page knows them by reference. */
export function widgetKind<Made extends Widget>(
  words: string,
  make: (options: object) => Made,
  names: readonly string[],
): Kind<Made> {
  return {
    initial: () => make({}),
    words,
    take: (value) => {
      const core = coreOf(value);
      if (core) return names.includes(core.definition.name) ? (value as Made) : undefined;
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? make(value)
        : undefined;
    },
    toPage: (value) => knownCore(value).open(),
    fromPage: () => undefined, // the page never makes widgets
  };
}
