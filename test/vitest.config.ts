import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // a busy machine: what is polled for comes late, not never
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
  },
  resolve: { conditions: ["development"] },
  ssr: { resolve: { conditions: ["development", "node"] } },
});
export default config;
