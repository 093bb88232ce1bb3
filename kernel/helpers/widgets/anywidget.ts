// Widgets of your own: a JavaScript module for the page, and a state that both sides change (anywidget.dev).
import { refuse, short } from "./model/faults.ts";
import { anything, text, type Kind } from "./model/kinds.ts";
import { makeWidget, type Widget } from "./model/make.ts";
import { layout, type Layout, type LayoutState } from "./controls/look.ts";

/** What the page needs. */
interface Module {
  /** JavaScript of a module: `export default { render({ model, el }) { … } }`; or its address. */
  readonly esm: string;
  /** CSS beside it, or its address. */
  readonly css?: string;
  readonly layout?: Layout | Partial<LayoutState>;
}

/** A widget of your own. */
export type AnyWidget<State extends object> = Widget<State> &
  State & {
    layout: Layout;
    /** Sends a message of your own kind; in the page `model.on("msg:custom", …)` hears it. */
    send(content: unknown, buffers?: readonly Uint8Array[]): void;
    /** Hears what the page says by `model.send(…)`; what the listener prints goes below the present cell. */
    onMessage(listener: (content: unknown, buffers: readonly Uint8Array[]) => unknown): () => void;
  };

/** Plain numbers and strings of a state may change. */
type Widened<Value> = Value extends number
  ? number
  : Value extends string
    ? string
    : Value extends boolean
      ? boolean
      : Value;

const taken: readonly string[] = ["layout", "observe", "close", "send", "onMessage"];

/**
 * A widget of your own, drawn by a JavaScript module in the page.
 *
 * The rest of the options is the state: JSON values and bytes, read and set here as properties and in the page by
 * `model.get("count")`, `model.set("count", 1)` with `model.save_changes()`.
 *
 * @throws OptionError WIDGET_OPTION
 * @source the anywidget front-end module contract, anywidget.dev/en/afm
 * @example anywidget({ esm: "export default { render({ el }) { el.textContent = 'hi'; } }", count: 3 }).count // 3
 */
export function anywidget<State extends Readonly<Record<string, unknown>>>(
  options: Module & State,
): AnyWidget<{ -readonly [Name in keyof Omit<State, keyof Module>]: Widened<State[Name]> }> {
  const { esm, css = "", layout: place, ...state } = options;
  check(esm, css, Object.keys(state));
  const props: Record<string, Kind<unknown>> = {
    layout: layout as Kind<unknown>,
    esm: { ...text(), pageName: "_esm" } as Kind<unknown>,
    css: { ...text(), pageName: "_css" } as Kind<unknown>,
    moduleId: { ...anything(`convlab.${hash(esm)}`), pageName: "_anywidget_id" },
  };
  for (const [name, value] of Object.entries(state)) props[name] = anything(value);
  const given = { ...state, esm, css, ...(place ? { layout: place } : {}) };
  const made: unknown = makeWidget<Record<string, unknown>, Widget & Record<string, unknown>>(
    {
      name: "AnyWidget",
      model: "Any",
      view: "Any",
      module: "anywidget",
      isVerbatim: true,
      props,
      describe: (values) =>
        `AnyWidget(${Object.keys(state)
          .map((name) => `${name}: ${short(values[name])}`)
          .join(", ")})`,
    },
    given,
    (core) => ({
      send: (content: unknown, buffers: readonly Uint8Array[] = []) =>
        core.sendMessage(content, buffers),
      onMessage: core.listenToMessages.bind(core),
    }),
  );
  return made as ReturnType<typeof anywidget<State>>;
}

function check(esm: unknown, css: unknown, names: readonly string[]): void {
  refuse("anywidget", [
    ...(typeof esm === "string" && esm !== ""
      ? []
      : [
          {
            given: `esm ${short(esm)}`,
            expected: "esm: the text of a JavaScript module",
            fix: 'write esm: "export default { render({ model, el }) { … } }"',
          },
        ]),
    ...(typeof css === "string" ? [] : [{ given: `css ${short(css)}`, expected: "css: a string" }]),
    ...names
      .filter((name) => taken.includes(name) || name.startsWith("_"))
      .map((name) => ({
        given: `a state named ${name}`,
        expected: `a name that is not one of ${taken.join(", ")} and has no _ before it`,
      })),
  ]);
}

/** FNV-1a, so that the page knows one module by one name. */
function hash(words: string): string {
  let sum = 0x811c9dc5;
  for (let index = 0; index < words.length; index++)
    sum = Math.imul(sum ^ words.charCodeAt(index), 0x01000193);
  return (sum >>> 0).toString(16);
}
