// What `npm test` sets up before vitest runs, once npm's packages are there: the build, .venv with the tests' own Python packages, Debian's tools.
import { join } from "node:path";
import {
  hasEnvironment,
  installList,
  prepareEnvironment,
} from "../../kernel/install/environment/environment.ts";
import { prepareFrontEnd } from "../../kernel/install/environment/front-end.ts";
import { isBuilt } from "../../kernel/install/build-state.mjs";
import { run } from "../../kernel/install/command.mjs";
import { findPlaces } from "../../kernel/install/home.mjs";
import { root } from "../../kernel/install/node24.mjs";
import { step } from "../../kernel/install/progress.mjs";
import { explain } from "../../kernel/install/trouble.mjs";
import { prepareTools, type Tools } from "./debian-tools.ts";

/** Makes everything that the tests need; a SetupError says what is in the way. */
export async function prepareForTests(): Promise<{ readonly tools: Tools }> {
  const places = findPlaces();
  await step("build", async () => {
    if (isBuilt()) return undefined;
    const { code, output } = await run(process.execPath, [
      join(root, "kernel", "install", "build.mjs"),
    ]);
    if (code !== 0) throw explain("npm run build", output, root);
    return undefined;
  });
  await step("JupyterLab in .venv", (say) => prepareEnvironment(places, say));
  await step("Python packages of the tests", async () => {
    const list = join(root, "test", "support", "python-requirements.txt");
    if (await hasEnvironment(places.venv, list, "tests")) return undefined;
    await installList(places, list, "tests");
    return undefined;
  });
  await step("kernel, plots and settings", () => prepareFrontEnd(places));
  let tools: Tools = { environment: {}, missing: [] };
  await step("chromium and bubblewrap", async (say) => {
    tools = await prepareTools(say);
    return tools.missing.length > 0 ? `missing: ${tools.missing.join(", ")}` : undefined;
  });
  return { tools };
}
