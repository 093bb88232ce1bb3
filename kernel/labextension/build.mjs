// Builds the labextension and the template for exported pages into dist/: plotly.js minified, everything else bundled.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, transform } from "esbuild";
import { root } from "../install/node24.mjs";

const here = join(root, "kernel", "labextension");
const common = {
  absWorkingDir: root,
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
};

/** Writes `DIST/labextension` (prebuilt, for share/jupyter/labextensions/convlab) and `DIST/nbconvert` (a template). */
export async function buildLabextension(dist) {
  const plotly = await minifyPlotly();
  await Promise.all([
    buildExtension(join(dist, "labextension"), plotly),
    buildPage(join(dist, "nbconvert")),
  ]);
}

/** plotly.js-dist as npm has it, minified; kept in .cache, since it changes only with its version. */
async function minifyPlotly() {
  const folder = join(root, "node_modules", "plotly.js-dist");
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const cached = join(root, ".cache", `plotly.js-${version}.min.js`);
  const known = await readFile(cached, "utf8").catch(() => undefined); // not minified yet
  if (known !== undefined) return known;
  const source = await readFile(join(folder, "plotly.js"), "utf8");
  const { code } = await transform(source, {
    minify: true,
    target: "es2022",
    legalComments: "inline",
    banner: `/*! plotly.js v${version}, MIT licence, Copyright Plotly, Inc. */`,
    charset: "utf8",
  });
  await mkdir(join(root, ".cache"), { recursive: true });
  await writeFile(`${cached}-${process.pid}`, code);
  await rename(`${cached}-${process.pid}`, cached);
  return code;
}

const nameWithHash = (name, text) =>
  `${name}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}.js`;

async function buildExtension(folder, plotly) {
  const { version, license } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const plotlyFile = nameWithHash("plotly", plotly);
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(here, "remote-entry.ts")],
    define: { PLOTLY_FILE: JSON.stringify(plotlyFile) },
    write: false,
  });
  const entry = outputFiles[0].text;
  const load = `static/${nameWithHash("remoteEntry", entry)}`;
  const [extension, mimeExtension] = ["./extension", "./mime"];
  const manifest = {
    name: "convlab",
    version,
    license,
    jupyterlab: { extension, mimeExtension, _build: { load, extension, mimeExtension } },
  };
  await mkdir(join(folder, "static"), { recursive: true });
  await Promise.all([
    writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`),
    writeFile(join(folder, load), entry),
    writeFile(join(folder, "static", plotlyFile), plotly),
  ]);
}

/** The template without plotly.js, which set-up copies to it from the labextension: it weighs 5 MB. */
async function buildPage(folder) {
  await mkdir(join(folder, "static"), { recursive: true });
  await Promise.all([
    cp(join(here, "page", "conf.json"), join(folder, "conf.json")),
    cp(join(here, "page", "index.html.j2"), join(folder, "index.html.j2")),
    build({
      ...common,
      entryPoints: ["draw-page", "draw-formulas"].map((name) => join(here, "page", `${name}.ts`)),
      outdir: join(folder, "static"),
    }),
  ]);
}
