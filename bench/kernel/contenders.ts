// The kernels that are measured, and how each is started.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../kernel/install/node24.mjs";
import { kernelCommand, kernelEnvironment } from "../../kernel/install/kernelspec.ts";
import { venvProgram } from "../../kernel/install/environment/environment.ts";
import { peers, venv } from "../peers/places.ts";
import * as snippets from "./snippets.ts";
import type { Snippets } from "./snippets.ts";

/** One kernel. */
export interface Contender {
  readonly id: string;
  /** Its name in tables, with its version. */
  readonly title: string;
  readonly language: "typescript" | "javascript" | "python";
  /** Command of its kernelspec. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** npm packages that it looks for beside the notebook: name → folder. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly snippets: Snippets;
}

/** A kernel that cannot be measured, and why. */
export interface Absent {
  readonly id: string;
  readonly reason: string;
}

type Maker = () => Contender | string;

/** All kernels that the bench knows, ours first. */
const makers: Readonly<Record<string, Maker>> = {
  convlab: () => {
    const server = join(root, "dist", "server.cjs");
    if (!existsSync(server)) return `${server} is missing: npm run build`;
    return {
      id: "convlab",
      title: `Convlab ${versionIn(root)}`,
      language: "typescript",
      argv: kernelCommand({ node: process.execPath, server }),
      env: kernelEnvironment,
      snippets: snippets.convlab,
    };
  },
  ipykernel: () => fromPython("ipykernel", "python3", "ipykernel"),
  "xeus-python": () => fromPython("xeus-python", "xpython", "xeus_python"),
  tslab: () => {
    const found = fromNpm("tslab", "typescript", snippets.tslab, (folder) => [
      process.execPath,
      join(folder, "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ]);
    if (typeof found === "string") return found;
    // without them it knows no `console`
    const names = ["@types/node", "tslab"];
    const folders = names.map((name) => [name, join(peers, "node_modules", name)]);
    return { ...found, packages: Object.fromEntries(folders) as Record<string, string> };
  },
  deno: () => {
    // the program itself, which `deno jupyter --install` writes into its kernelspec: npm's `deno` starts a Node first
    const folder = join(peers, "node_modules", "@deno");
    const [system = ""] = existsSync(folder) ? readdirSync(folder) : [];
    const name = process.platform === "win32" ? "deno.exe" : "deno";
    return fromNpm("deno", "typescript", snippets.deno, () => [
      join(folder, system, name),
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ]);
  },
  ijavascript: () => {
    // its zeromq 5 has ready binaries for Node 18 and none for Node 24
    const node = findNode18();
    if (node === undefined) return "there is no Node 18 for this system among npm's packages";
    return fromNpm("ijavascript", "javascript", snippets.ijavascript, (folder) => [
      node,
      join(folder, "lib", "kernel.js"),
      "--protocol=5.1",
      "{connection_file}",
    ]);
  },
};

function findNode18(): string | undefined {
  return ["linux-x64", "linux-arm64", "darwin-x64", "win-x64"]
    .flatMap((system) =>
      [
        ["bin", "node"],
        ["bin", "node.exe"],
      ].map((path) => join(peers, "node_modules", `node-${system}`, ...path)),
    )
    .find((path) => existsSync(path));
}

/** Puts into a notebook's folder what the kernel looks for there. */
export function linkPackages({ packages = {} }: Contender, folder: string): void {
  for (const [name, target] of Object.entries(packages)) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    if (!existsSync(link)) symlinkSync(target, link, "junction");
  }
}

/** The names that `--kernels` takes. */
export const kernelNames: readonly string[] = Object.keys(makers);

/** Finds the kernels of these names. */
export function findContenders(names: readonly string[]): (Contender | Absent)[] {
  return names.map((id) => {
    const made = makers[id]?.() ?? `no kernel of that name; there are ${kernelNames.join(", ")}`;
    return typeof made === "string" ? { id, reason: made } : made;
  });
}

function fromNpm(
  id: string,
  language: Contender["language"],
  snippetsOfIt: Snippets,
  argv: (folder: string) => readonly string[],
): Contender | string {
  const folder = join(peers, "node_modules", id);
  if (!existsSync(folder)) return `npm did not install ${id}`;
  const title = `${id} ${versionIn(folder)}`;
  // a first `deno` asks its home whether there is a newer one
  const env: Record<string, string> = { DENO_NO_UPDATE_CHECK: "1" };
  return { id, title, language, argv: argv(folder), env, snippets: snippetsOfIt };
}

function fromPython(id: string, kernel: string, distribution: string): Contender | string {
  const file = join(venv, "share", "jupyter", "kernels", kernel, "kernel.json");
  if (!existsSync(file)) return `${id} is not in ${venv}`;
  const spec = JSON.parse(readFileSync(file, "utf8")) as { argv: string[] };
  const version = versionInVenv(distribution);
  return {
    id,
    title: `${id} ${version}`,
    language: "python",
    argv: [venvProgram(venv, "python"), ...spec.argv.slice(1)],
    env: { PYTHONWARNINGS: "ignore" },
    snippets: snippets.python,
  };
}

function versionIn(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

function versionInVenv(distribution: string): string {
  const pinned = readFileSync(join(root, "bench", "python", "requirements.txt"), "utf8");
  const name = distribution.replace("_", "-");
  return new RegExp(`^${name}==(\\S+)`, "m").exec(pinned)?.[1] ?? "";
}
