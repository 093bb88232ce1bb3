// JupyterLab's own folders, inside the installation: a user's other Jupyter neither changes ours nor is changed by it.
import { join } from "node:path";
import type { Places } from "../home.mjs";

/** Where running servers and kernels leave their connection files. */
export function runtimeFolder(places: Places): string {
  return join(places.cache, "jupyter", "runtime");
}

/** Environment of JupyterLab and its kernels. */
export function jupyterEnvironment(places: Places): NodeJS.ProcessEnv {
  const folder = join(places.cache, "jupyter");
  const env = { ...process.env };
  for (const name of [
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "JUPYTER_PATH",
    "JUPYTER_CONFIG_PATH",
  ]) {
    delete env[name];
  }
  for (const name of Object.keys(env)) if (name.startsWith("npm_")) delete env[name]; // of no use to a notebook
  env["JUPYTER_CONFIG_DIR"] = join(folder, "config");
  env["JUPYTER_DATA_DIR"] = join(folder, "data");
  env["JUPYTER_RUNTIME_DIR"] = join(folder, "runtime");
  env["JUPYTER_NO_CONFIG"] = undefined;
  env["JUPYTER_PREFER_ENV_PATH"] = "1";
  return env;
}
