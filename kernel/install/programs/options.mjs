// How bundles are made.
import { join } from "node:path";
import { root } from "../node24.mjs";

/** How every bundle is made. */
export const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
};

/** How programs are made; tests build single ones in the same way. */
export const programOptions = {
  ...common,
  packages: "external",
  // cells may redefine Map, process or console; the programs keep the ones they started with
  inject: [join(root, "kernel", "engine", "run", "intrinsics.mjs")],
  conditions: ["development"],
};
