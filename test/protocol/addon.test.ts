// The short way to ZeroMQ's addon, which the built server takes.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../kernel/install/node24.mjs";

const source = join(root, "kernel", "protocol", "sockets", "addon.cjs");

/** What a fresh Node says about an expression. */
function ask(expression: string): unknown {
  const said = execFileSync(process.execPath, ["-p", `JSON.stringify(${expression})`], {
    encoding: "utf8",
    cwd: root,
  });
  return JSON.parse(said);
}

/** A copy of the short way beside a zeromq of these files. */
function beside(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "convlab-addon-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const zeromq = join(folder, "node_modules", "zeromq");
  for (const name of ["lib", "build"]) mkdirSync(join(zeromq, name), { recursive: true });
  writeFileSync(join(zeromq, "package.json"), `{ "name": "zeromq", "version": "0.0.0" }`);
  writeFileSync(
    join(zeromq, "lib", "load-addon.js"),
    `exports.default = { by: "its own loader" };`,
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(join(zeromq, name), text);
  copyFileSync(source, join(folder, "addon.cjs"));
  return join(folder, "addon.cjs");
}

test("the addon that is found is the one that the package finds", () => {
  const names = "(addon) => [addon.version, Object.keys(addon).sort()]";
  const found = ask(`(${names})(require(${JSON.stringify(source)}))`);
  expect(found).toEqual(ask(`(${names})(require("zeromq/lib/load-addon.js").default)`));
});

test.each([
  ["no manifest", {}],
  ["a broken manifest", { "build/manifest.json": "{" }],
  ["a manifest of another form", { "build/manifest.json": `{ "linux": ["a"] }` }],
  [
    "an addon that cannot be loaded",
    {
      "build/manifest.json": JSON.stringify({
        [JSON.stringify({ os: process.platform, arch: process.arch, abi: 115 })]: "addon.node",
      }),
      "build/addon.node": "not an addon",
    },
  ],
])("with %s the package's own loader is asked", (_, files) => {
  expect(ask(`require(${JSON.stringify(beside(files))})`)).toEqual({ by: "its own loader" });
});
