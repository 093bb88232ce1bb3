// The runtime that a guest sees: staged once as a tree of hard links (or copies) that the sandbox's user may read.
// One tree for each set of allowed imports; a launch binds a finished tree and copies nothing.
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { SandboxError } from "../errors.ts";
import { filesBelow, moduleClosure, packageClosure, packageOf } from "./closure.ts";
import { removeAbandoned, stageParents } from "./abandoned.ts";
import { sharedLibraries } from "./shared-libraries.ts";
import { Shelf } from "./shelf.ts";

/** Where things lie inside a tree; bubblewrap makes the tree `/`. */
export const inside = {
  node: "/runtime/bin/node",
  guest: "/runtime/dist/sandbox-guest.js",
  probe: "/runtime/dist/sandbox-probe.js",
  scratch: "/scratch",
} as const;

/** What the guest's engine loads by itself, whatever a lab allows. */
const enginePackages = [
  ...["typescript", "oxc-parser", "oxc-transform", "@swc/core", "ndarray"],
  "@types/ndarray", // without it a Tensor is `any`, and the check another one than in JupyterLab
];
/** The compiler's view of Node and of a notebook's globals; the engine looks for it here. */
const declarations = "kernel/engine/language/types";
const mountPoints = ["proc", "dev", "tmp", "scratch"];

export interface StageOptions {
  /** Folder of the convlab package. */
  readonly root: string;
  /** The program that stands in for `dist/sandbox-guest.js`; default that file. */
  readonly guest?: string | undefined;
  /** Further programs to stage under their own path, with their libraries: for attacks that need a tool. */
  readonly programs?: readonly string[] | undefined;
}

export interface Stage {
  readonly folder: string;
  /** The tree for these imports, as a folder of the host. */
  tree(allowedImports: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/**
 * Makes an empty stage in the system's folder for temporary files; trees are filled when first asked for.
 *
 * @throws SandboxError NOT_BUILT when `dist/` lacks the guest
 */
export async function createStage(options: StageOptions): Promise<Stage> {
  const guest = options.guest ?? join(options.root, "dist", "sandbox-guest.js");
  if (!existsSync(guest)) {
    throw new SandboxError({
      code: "NOT_BUILT",
      summary: "sandbox: the program that runs students' cells is not built.",
      given: `no file ${guest}`,
      fix: "npm run build",
    });
  }
  const parents = stageParents();
  for (const parent of parents) await removeAbandoned(parent);
  const folder = await mkdtemp(join(parents[0], `convlab-sandbox-${process.pid}-`));
  await chmod(folder, 0o755);
  const trees = new Map<string, Promise<string>>();
  const shelf = new Shelf(join(folder, "files"));
  return {
    folder,
    tree(allowedImports) {
      const key = JSON.stringify([...allowedImports].sort());
      let tree = trees.get(key);
      if (tree === undefined) {
        const target = join(folder, `tree-${trees.size + 1}`);
        tree = fillTree(shelf, target, { ...options, guest }, allowedImports);
        trees.set(key, tree);
      }
      return tree;
    },
    async close() {
      await Promise.allSettled(trees.values()); // a tree that could not be filled has told its caller
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fillTree(
  shelf: Shelf,
  tree: string,
  { root, guest, programs = [] }: StageOptions & { readonly guest: string },
  allowedImports: readonly string[],
): Promise<string> {
  for (const name of [...mountPoints, "etc"]) await mkdir(join(tree, name), { recursive: true });
  const files = new Map<string, string>(programs.map((program) => [program, program]));
  const inRuntime = (source: string, place: string) => files.set(join("/runtime", place), source);

  files.set(inside.node, process.execPath);
  inRuntime(join(root, "package.json"), "package.json");
  const program = moduleClosure([guest]);
  for (const file of program.files) inRuntime(file, join("dist", relative(dirname(guest), file)));
  files.set(inside.guest, guest);
  const probe = moduleClosure([join(root, "dist", "sandbox-probe.js")]);
  for (const file of probe.files) inRuntime(file, relative(root, file));
  if (existsSync(join(root, declarations))) {
    for (const file of filesBelow(join(root, declarations))) {
      inRuntime(join(root, declarations, file), join(declarations, file));
    }
  }
  for (const file of doorFiles(root, allowedImports)) inRuntime(file, relative(root, file));

  const named = allowedImports.filter((name) => !isDoor(name)).map(packageOf);
  const packages = packageClosure([...enginePackages, ...program.packages, ...named], root);
  for (const { folder, place } of packages.filter(({ folder }) => folder !== root)) {
    for (const file of filesBelow(folder)) inRuntime(join(folder, file), join(place, file));
  }

  const binaries = [...files.values()].filter((file) => file.endsWith(".node"));
  const libraries =
    process.platform === "linux"
      ? await sharedLibraries([process.execPath, ...programs, ...binaries])
      : []; // only bubblewrap hides the system's own
  for (const library of libraries) files.set(library, library);
  for (const [place, source] of files) await shelf.put(source, join(tree, place));
  const accounts = join(tree, "etc", "passwd");
  await writeFile(accounts, "student:x:1000:1000::/scratch:/nonexistent\n");
  await openFolders(tree, shelf.folder);
  await chmod(accounts, 0o644);
  return tree;
}

/** Lets the sandbox's user in whatever our umask says. */
async function openFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await chmod(folder, 0o755);
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
    }
  }
}

const isDoor = (name: string): boolean => name === "convlab" || name.startsWith("convlab/");

/** Bundles and types of the doors that a lab allows, with what they share among themselves. */
function doorFiles(root: string, allowedImports: readonly string[]): ReadonlySet<string> {
  const dist = join(root, "dist");
  return moduleClosure(
    allowedImports.filter(isDoor).flatMap((name) => {
      const door = name.slice("convlab/".length);
      return [
        join(dist, "convlab", `${door || "index"}.js`),
        join(dist, "types", "helpers", door, "index.d.ts"),
      ];
    }),
  ).files;
}
