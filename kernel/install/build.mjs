// `npm run build`: bundles server, engine, command line and helper doors into dist/, and writes the doors' types.
// Kernelspec and sandbox always start dist/: sixty small .ts modules start in 234 ms, a bundle in about 60.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { build } from "esbuild";
import { root } from "./node24.mjs";
import { newestSource } from "./build-state.mjs";
import { buildBooted } from "./programs/bundle.mjs";
import { common, programOptions } from "./programs/options.mjs";

const finished = join(root, "dist");
/** Written beside dist/ and moved in place when all is well: a running kernel never sees half a build. */
const dist = join(root, ".cache", `dist-${process.pid}`);
const helpers = join(root, "kernel", "helpers");
const core = join(root, "kernel", "core");

/** Programs: name in dist → source. A program that does not exist is a mistake, not a choice. */
const programs = {
  "engine-relay": "kernel/engine/inspector/relay.ts",
  "sandbox-guest": "autograder/sandbox/guest.ts",
  "sandbox-probe": "autograder/sandbox/probe/guest.ts",
  checker: "autograder/checker/main.ts",
  cli: "autograder/cli/main.ts",
  start: "kernel/install/start/main.ts",
};

/** Each door of the helpers is one file; what it takes from another door or from core stays an import of that file. */
const doorsStayApart = {
  name: "doors-stay-apart",
  setup(plugin) {
    plugin.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, importer }) => {
      const target = join(resolveDir, path);
      if (target.startsWith(core + sep)) {
        return importer.startsWith(core + sep) ? undefined : { path: "./core.js", external: true };
      }
      if (!target.startsWith(helpers + sep)) return undefined;
      const door = relative(helpers, target).split(sep)[0];
      const own = relative(helpers, importer).split(sep)[0];
      return door === own ? undefined : { path: `./${door}.js`, external: true };
    });
  },
};

async function buildDoors() {
  const names = (await readdir(helpers, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && existsSync(join(helpers, entry.name, "index.ts")))
    .map((entry) => entry.name);
  const entries = names.map((name) => [name, join(helpers, name, "index.ts")]);
  if (existsSync(join(helpers, "index.ts"))) entries.push(["index", join(helpers, "index.ts")]);
  await Promise.all(
    [...entries, ["core", join(core, "index.ts")]].map(([name, source]) =>
      build({
        ...common,
        platform: "neutral",
        mainFields: ["module", "main"],
        external: ["node:*"],
        entryPoints: { [name]: source },
        outdir: join(dist, "convlab"),
        // what a door imports late (image codecs) is a file of its own beside it, loaded when it is first used
        splitting: true,
        chunkNames: "[name]-[hash]",
        plugins: [doorsStayApart],
      }),
    ),
  );
}

function buildPrograms() {
  return build({
    ...programOptions,
    entryPoints: programs,
    outdir: dist,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  });
}

/** start.mjs of an exported course: one file for the user's own Node, with nothing installed beside it. */
function buildCourseStart() {
  return build({
    ...common,
    sourcemap: false,
    target: "node20",
    entryPoints: [join(root, "kernel", "install", "course-start.mjs")],
    outfile: join(dist, "course-start.mjs"),
  });
}

function emitTypes() {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const project = join(root, "kernel", "helpers", "tsconfig.json");
  const options = ["-p", project, "--outDir", join(dist, "types")];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, ...options], { stdio: "inherit" });
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error("the helpers' types do not compile (above)")),
    );
  });
}

/** Builds everything; a failed build leaves no stamp, so the next start builds again. */
export async function buildAll() {
  const sources = newestSource();
  await mkdir(dist, { recursive: true });
  const extension = join(root, "kernel", "labextension", "build.mjs");
  const library = join(root, "kernel", "engine", "language", "library", "build.ts");
  await Promise.all([
    buildDoors(),
    buildPrograms(),
    buildBooted(dist),
    buildCourseStart(),
    emitTypes(),
    import(library).then((module) => module.buildLibrary(dist)),
    existsSync(extension)
      ? import(extension).then((module) => module.buildLabextension(dist))
      : undefined,
  ]);
  await writeFile(join(dist, "stamp"), `${sources}\n`);
  const replaced = `${dist}-old`;
  if (existsSync(finished)) await rename(finished, replaced);
  await rename(dist, finished);
  await rm(replaced, { recursive: true, force: true });
}

if (process.argv[1] === import.meta.filename) {
  const started = performance.now();
  await buildAll();
  console.log(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
