import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { installation } from "../../kernel/engine/installation.ts";
import { kernelCommand } from "../../kernel/install/kernelspec.ts";
import { openEngine } from "../support/engine.ts";

/** V8 takes compiled code only where this number is the same: it is made of V8's version and its flags. */
const tag = `require("node:v8").cachedDataVersionTag()`;

test("V8 takes the compiled code that Node brings along for its own modules, or a start would be 15 ms longer", async () => {
  const plain = execFileSync(process.execPath, ["-p", tag], { encoding: "utf8" }).trim();
  const [node = "", ...flags] = kernelCommand({ node: process.execPath, server: "server" }).filter(
    (word) => word !== "server" && !word.includes("{"),
  );
  expect(execFileSync(node, [...flags, "-p", tag], { encoding: "utf8" }).trim()).toBe(plain);

  const notebook = openEngine();
  onTestFinished(() => notebook.close());
  expect((await notebook.run(tag)).text).toBe(plain);
});

test("nobody but oxc.ts loads oxc: two ways at once would end the server at its start", () => {
  const folder = join(installation, "kernel", "engine");
  const importers = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) =>
      /^import \{.*from "oxc-(parser|transform)"/mu.test(readFileSync(join(folder, name), "utf8")),
    );
  expect(importers).toEqual([]);
});
