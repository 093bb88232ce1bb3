// Second half of `npm start`, on Node 24: JupyterLab's environment, what we add to it, then JupyterLab itself.
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { prepareEnvironment } from "../environment/environment.ts";
import { prepareFrontEnd } from "../environment/front-end.ts";
import { findPlaces, type Places } from "../home.mjs";
import { help, parseOptions } from "../options.mjs";
import { step } from "../progress.mjs";
import { alone } from "../setup-lock.mjs";
import { startJupyterLab } from "./jupyterlab.ts";
import { checkPort } from "./port.ts";

/** Everything in `.venv` that JupyterLab needs to run our kernel and draw our figures. */
async function prepareAll(places: Places): Promise<void> {
  await mkdir(places.cache, { recursive: true });
  await step("JupyterLab in .venv", (say) => prepareEnvironment(places, say));
  await step("kernel, plots and settings", () => prepareFrontEnd(places));
}

/** `convlab start [DIR] [options]`: sets up, runs JupyterLab until it is ended; resolves to the exit code. */
export async function startCommand(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const places = findPlaces();
  if (!options.setupOnly) await checkPort(options, places);
  await alone(
    places.cache,
    () => prepareAll(places),
    () => process.stderr.write("  … another start is setting this folder up: waiting for it\n"),
  );
  if (options.setupOnly) return 0;
  const folder = options.folder ?? (existsSync(places.labs) ? places.labs : places.home);
  return startJupyterLab(options, places, folder);
}
