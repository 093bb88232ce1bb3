// Settings that a fresh JupyterLab of ours starts with; a user's own choices in its menus win.
import type { JsonObject } from "../../core/index.ts";

/** `share/jupyter/lab/settings/overrides.json`: no news popup, completion while typing, its documentation beside it. */
export const labSettings: JsonObject = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  "@jupyterlab/completer-extension:manager": { showDocumentationPanel: true, autoCompletion: true },
  "@jupyterlab/notebook-extension:tracker": {
    recordTiming: true,
    kernelStatus: { showOnStatusBar: true, showProgress: true },
  },
};

/** Exported pages use our template; slides are pages too for nbconvert and must keep their own. */
export const nbconvertConfig: JsonObject = {
  HTMLExporter: { template_name: "convlab" },
  SlidesExporter: { template_name: "reveal" },
};

/** `etc/jupyter/jupyter_server_config.json`: only our kernel in the launcher; the File menu exports as nbconvert does. */
export const serverConfig: JsonObject = {
  MultiKernelManager: { default_kernel_name: "convlab" },
  KernelSpecManager: { ensure_native_kernel: false, allowed_kernelspecs: ["convlab"] },
  ...nbconvertConfig,
};
