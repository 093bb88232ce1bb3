// Which declarations of the library stand behind an exported function: its own, what it calls, what that calls.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { declarationsOf } from "./sites.ts";
import { children, isNode, nameOf, type Node } from "./syntax.ts";

/** A top-level declaration below kernel/helpers; `steps` counts the files between it and where one began. */
export interface Declared {
  readonly file: string;
  readonly owner: string;
  readonly steps: number;
}

interface Module {
  /** Names that each top-level declaration uses. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
  /** Where each imported or passed-on name comes from. */
  readonly from: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
}

/** What every function stands on; a mistake there says nothing about one row. */
const ground =
  /^(tensor\/|backprop\/gradient-check|\.\.\/core\/|core\/|ops\/(checks|layer-options)|.*check)/;

/** The declarations behind `ops/conv2d#conv2d`, nearest first; `tensor` only where one begins there. */
export function reachOf(helpers: string, start: string): readonly Declared[] {
  const [file = "", owner = ""] = start.split("#");
  const modules = new Map<string, Module>();
  const read = (path: string): Module => {
    const known = modules.get(path) ?? moduleOf(helpers, path);
    modules.set(path, known);
    return known;
  };
  const reached = new Map<string, Declared>();
  const queue: Declared[] = [{ file, owner, steps: 0 }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { uses, from } = read(next.file);
    const passedOn = uses.has(next.owner) ? undefined : from.get(next.owner);
    if (passedOn) queue.push({ ...passedOn, owner: passedOn.name, steps: next.steps });
    const key = `${next.file}#${next.owner}`;
    if (passedOn || reached.has(key)) continue;
    reached.set(key, next);
    for (const name of uses.get(next.owner) ?? []) {
      if (uses.has(name)) queue.push({ ...next, owner: name });
      const origin = from.get(name);
      if (origin && !ground.test(origin.file))
        queue.push({ file: origin.file, owner: origin.name, steps: next.steps + 1 });
    }
  }
  return [...reached.values()].toSorted((a, b) => a.steps - b.steps);
}

function moduleOf(helpers: string, file: string): Module {
  const path = join(helpers, `${file}.ts`);
  if (!existsSync(path)) return { uses: new Map(), from: new Map() };
  const { body } = parseSync("module.ts", readFileSync(path, "utf8")).program;
  const uses = new Map(
    declarationsOf(body).map(({ owner, node }) => [owner, new Set(namesIn(node))]),
  );
  const from = new Map<string, { file: string; name: string }>();
  for (const statement of body as readonly unknown[]) {
    if (!isNode(statement) || !isNode(statement["source"])) continue;
    const source = String(statement["source"]["value"]);
    if (!source.startsWith(".")) continue;
    const origin = join(file, "..", source.replace(/\.ts$/, ""));
    for (const part of children(statement))
      if (part.type.endsWith("Specifier")) {
        const [inner, outer] = [part["imported"] ?? part["local"], part["exported"] ?? part["local"]]; // prettier-ignore
        from.set(nameOf(outer), { file: origin, name: nameOf(inner) });
      }
  }
  return { uses, from };
}

function namesIn(node: Node): readonly string[] {
  return [nameOf(node), ...children(node).flatMap(namesIn)].filter((name) => name !== "");
}
