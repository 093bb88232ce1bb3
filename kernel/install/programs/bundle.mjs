// Bundles the two programs that boot.cjs starts: CommonJS with compiled code is there 15 ms sooner than ES modules.
import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { root } from "../node24.mjs";
import { programOptions } from "./options.mjs";
import { bundleWrapper, writeCodeCaches } from "./code-cache.mjs";

/** Name in dist → source. */
const sources = {
  server: "kernel/server/main.ts",
  "engine-child": "kernel/engine/process/child.ts",
};

const require = createRequire(join(root, "package.json"));

/** ZeroMQ's few files take 7 ms to be found and compiled one by one, its addon's loader above all: they go in, too. */
const zeromqInside = {
  name: "zeromq-inside",
  setup(plugin) {
    const addon = join(root, "kernel", "protocol", "sockets", "addon.cjs");
    plugin.onResolve({ filter: /^zeromq$/ }, () => ({ path: require.resolve("zeromq") }));
    plugin.onResolve({ filter: /^\.\/load-addon$/ }, () => ({ path: addon }));
  },
};

/** Bundles programs into a folder, with what starts them. */
export async function buildBooted(outdir, names = Object.keys(sources)) {
  const { banner, footer } = bundleWrapper;
  await build({
    ...programOptions,
    format: "cjs",
    define: { "import.meta.url": "bundleUrl" },
    banner: { js: banner },
    footer: { js: footer },
    entryPoints: Object.fromEntries(names.map((name) => [name, sources[name]])),
    outdir,
    outExtension: { ".js": ".bundle.cjs" },
    plugins: [zeromqInside],
  });
  const boot = join(root, "kernel", "install", "programs", "boot.cjs");
  for (const name of names) await copyFile(boot, join(outdir, `${name}.cjs`));
  const licence = join(dirname(require.resolve("zeromq/package.json")), "LICENSE.txt");
  if (names.includes("server")) await copyFile(licence, join(outdir, "server.zeromq-licence.txt"));
  await writeCodeCaches(outdir, names);
}
