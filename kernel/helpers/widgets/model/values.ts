// The values of one widget: taken from code or page, checked, mended, compared.
import type { AnyDefinition } from "./definition.ts";
import { nearest, refuse, short, type Fault } from "./faults.ts";

const common = ["description", "disabled", "tooltip", "layout", "style"];

type State = Record<string, unknown>;

/** Values by the names of our properties. */
export class Values {
  readonly #definition: AnyDefinition;
  state: State;

  /** @throws OptionError WIDGET_OPTION, which names all faults of `options` */
  constructor(definition: AnyDefinition, options: Readonly<Record<string, unknown>>) {
    this.#definition = definition;
    this.state = Object.fromEntries(
      Object.entries(definition.props)
        .filter(([name]) => options[name] === undefined)
        .map(([name, kind]) => [name, kind.initial()]),
    );
    const given = Object.fromEntries(
      Object.entries(options).filter(([, value]) => value !== undefined),
    );
    this.assign(given);
  }

  get(name: string): unknown {
    const virtual = this.#definition.virtual?.[name];
    return virtual ? virtual.get(this.state) : this.state[name];
  }

  /**
   * Changes by code: everything must fit, or nothing changes.
   *
   * @returns the names that have changed, those of properties made of others too
   * @throws OptionError WIDGET_OPTION
   */
  assign(wanted: Readonly<Record<string, unknown>>): ReadonlySet<string> {
    const { name: who } = this.#definition;
    const { changes, faults } = this.#take(wanted);
    refuse(who, faults);
    const next = { ...this.state, ...changes };
    const settled = this.#definition.settle?.(next, new Set(Object.keys(wanted))) ?? {};
    refuse(who, settled.faults ?? []);
    return this.#replace({ ...next, ...settled.mend });
  }

  /** Changes by the page: what does not fit is mended or left as it was. */
  accept(sent: Readonly<Record<string, unknown>>): ReadonlySet<string> {
    const changes = Object.fromEntries(
      Object.entries(sent).flatMap(([name, value]) => {
        const kind = this.#definition.props[name];
        const taken = kind?.take(kind.fromPage ? kind.fromPage(value) : value);
        return taken === undefined ? [] : [[name, taken]];
      }),
    );
    const next = { ...this.state, ...changes };
    const { mend } = this.#definition.settle?.(next, new Set(Object.keys(changes))) ?? {};
    return this.#replace({ ...next, ...mend });
  }

  /** Every value as it fits its kind; properties made of others last, on top of the rest. */
  #take(wanted: State): { readonly changes: State; readonly faults: readonly Fault[] } {
    const { props, virtual = {} } = this.#definition;
    const changes: State = {};
    const faults: Fault[] = [];
    for (const [name, value] of Object.entries(wanted)) {
      const kind = props[name];
      if (kind === undefined) {
        if (!(name in virtual)) faults.push(unknownName(name, value, this.names));
        continue;
      }
      const taken = kind.take(value);
      if (taken === undefined)
        faults.push({ given: `${name} ${short(value)}`, expected: `${name}: ${kind.words}` });
      else changes[name] = taken;
    }
    for (const [name, { set }] of Object.entries(virtual)) {
      if (!(name in wanted) || faults.length > 0) continue;
      const made = set(wanted[name], { ...this.state, ...changes });
      if (isFault(made)) faults.push(made);
      else Object.assign(changes, made);
    }
    return { changes, faults };
  }

  /** Names of all properties, those that every control has last. */
  get names(): readonly string[] {
    const { props, virtual = {} } = this.#definition;
    const names = [...Object.keys(virtual), ...Object.keys(props)];
    return names.toSorted((a, b) => common.indexOf(a) - common.indexOf(b));
  }

  #replace(next: State): ReadonlySet<string> {
    const before = this.state;
    this.state = next;
    const changed = new Set(Object.keys(next).filter((name) => !isSame(before[name], next[name])));
    for (const [name, { of }] of Object.entries(this.#definition.virtual ?? {}))
      if (of.some((source) => changed.has(source))) changed.add(name);
    return changed;
  }
}

function unknownName(name: string, value: unknown, known: readonly string[]): Fault {
  const near = nearest(name, known);
  return {
    given: `${name} ${short(value)}`,
    expected: `one of ${known.join(", ")}`,
    ...(near === undefined ? {} : { fix: `write ${near} for ${name}` }),
  };
}

function isFault(made: object): made is Fault {
  return "given" in made && "expected" in made;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((part, index) => isSame(part, b[index]));
}
