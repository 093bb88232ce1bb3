// The extension as JupyterLab loads it: a module-federation container, written out, so that nothing has to be built there.
import type { LuminoWidgets, ShareScope } from "./jupyter.ts";
import { mimeExtension } from "./renderer.ts";
import { typingPlugin, type TypingPackages } from "./typing/plugin.ts";

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

/** A package that the page shares, in the version that JupyterLab itself uses. */
async function pick(name: string): Promise<unknown> {
  const versions = Object.values(shared[name] ?? {});
  const version = versions.find(({ from }) => from?.startsWith("@jupyterlab/")) ?? versions[0];
  if (!version) throw new Error(`convlab: JupyterLab does not share ${name}`);
  return (await version.get())();
}

const modules: Readonly<Record<string, () => Promise<unknown>>> = {
  "./mime": async () => mimeExtension((await pick("@lumino/widgets")) as LuminoWidgets),
  "./extension": async () => {
    const [notebook, completer, state, view] = await Promise.all(
      [
        "@jupyterlab/notebook",
        "@jupyterlab/completer",
        "@codemirror/state",
        "@codemirror/view",
      ].map(pick),
    );
    return [typingPlugin({ notebook, completer, state, view } as TypingPackages)];
  },
};

(window._JUPYTERLAB ??= {})["convlab"] = {
  init(scope) {
    shared = scope;
  },
  async get(module) {
    const make = modules[module];
    if (make === undefined) throw new Error(`convlab has no module ${module}`);
    const extension = { __esModule: true, default: await make() };
    return () => extension;
  },
};
