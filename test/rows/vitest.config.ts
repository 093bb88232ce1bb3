// The run that `npm run rows` reads: the tests of the helper library, with its exports watched.
import { defineConfig, type ViteUserConfig } from "vitest/config";
import base from "../vitest.config.ts";
import { places, type Break } from "./break/trace.ts";
import { instrument } from "./instrument.ts";

const asked = process.env["CONVLAB_BREAK"] ?? "";
const broken = asked.startsWith("{") ? (JSON.parse(asked) as Break) : undefined;

const config: ViteUserConfig = defineConfig({
  ...base,
  plugins: [places(process.cwd(), broken), instrument(process.cwd())],
  test: {
    ...base.test,
    include: ["test/helpers/**/*.test.ts"],
    exclude: ["test/helpers/examples.test.ts"],
    setupFiles: ["test/rows/setup.ts"],
    // what other runs have transformed is not watched
    fsModuleCache: false,
  },
});
export default config;
