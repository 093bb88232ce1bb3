import { spawn } from "node:child_process";
import { join } from "node:path";
import { OptionError } from "../../kernel/core/index.ts";
import { isBuilt } from "../../kernel/install/build-state.mjs";
import { root } from "../../kernel/install/node24.mjs";
import type { Output } from "./command.ts";

/**
 * Builds dist/ in a clone whose sources are newer; kernel and sandbox always start dist/.
 *
 * @throws OptionError BUILD_FAILED
 */
export async function buildWhenStale(output: Output): Promise<void> {
  if (isBuilt()) return;
  output.note("building dist/, which is older than the sources");
  const script = join(root, "kernel", "install", "build.mjs");
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  if (code === 0) return;
  throw new OptionError({
    code: "BUILD_FAILED",
    summary: "the build failed (see above), so there is nothing to start.",
    fix: "correct the sources, then: npm run build",
  });
}
