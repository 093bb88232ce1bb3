// The extension as JupyterLab loads it: a module-federation container, written out, so that nothing has to be built there.
import type { LuminoWidgets, ShareScope } from "./jupyter.ts";
import { mimeExtension } from "./renderer.ts";

interface Container {
  init(scope: ShareScope): void;
  get(module: string): Promise<() => unknown>;
}

declare global {
  interface Window {
    _JUPYTERLAB?: Record<string, Container>;
  }
}

let shared: ShareScope = {};

/** A package that the page shares, in the one version that it has. */
async function pick(name: string): Promise<unknown> {
  const [version] = Object.values(shared[name] ?? {});
  if (!version) throw new Error(`convlab: JupyterLab does not share ${name}`);
  return (await version.get())();
}

(window._JUPYTERLAB ??= {})["convlab"] = {
  init(scope) {
    shared = scope;
  },
  async get(module) {
    if (module !== "./mime") throw new Error(`convlab has no module ${module}`);
    const lumino = (await pick("@lumino/widgets")) as LuminoWidgets;
    const extension = { __esModule: true, default: mimeExtension(lumino) };
    return () => extension;
  },
};
