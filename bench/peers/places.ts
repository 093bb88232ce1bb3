import { join } from "node:path";
import { root } from "../../kernel/install/node24.mjs";

/** Where npm puts what the benchmarks compare with: not in bench/, whose files use the project's own packages. */
export const peers: string = join(root, ".cache", "bench");
/** The benchmarks' own Python environment; JupyterLab's is left alone. */
export const venv: string = join(peers, "venv");
