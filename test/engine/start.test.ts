import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installation } from "../../kernel/engine/installation.ts";

test("nobody but oxc.ts loads oxc: two ways at once would end the server at its start", () => {
  const folder = join(installation, "kernel", "engine");
  const importers = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) =>
      /^import \{.*from "oxc-(parser|transform)"/mu.test(readFileSync(join(folder, name), "utf8")),
    );
  expect(importers).toEqual([]);
});
