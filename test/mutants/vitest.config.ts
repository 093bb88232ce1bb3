// Tests of the helper library over one wrong implementation: `CONVLAB_MUTANT` names it, and the file is changed as it is
// loaded; nothing on the disk is touched.
import { resolve } from "node:path";
import process from "node:process";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import base from "../vitest.config.ts";
import { mutants, mutated } from "./index.ts";

const chosen = mutants.find(({ name }) => name === process.env["CONVLAB_MUTANT"]);
const file = resolve("kernel/helpers", chosen?.file ?? "none");

const config: ViteUserConfig = defineConfig({
  ...base,
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      transform(code: string, id: string): string | undefined {
        if (chosen === undefined || id.split("?")[0] !== file) return undefined;
        const changed = mutated(code, chosen);
        if (changed === undefined) throw new Error(`"${chosen.name}" no longer applies`);
        return changed;
      },
    },
  ],
  test: {
    ...base.test,
    include: ["test/helpers/**/*.test.ts"],
    maxWorkers: 1,
    // modules that were transformed for one mutant must not be read by the next
    fsModuleCache: false,
  },
});
export default config;
