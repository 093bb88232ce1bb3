// Paths as Windows writes them, where our own code looks into them; the rest is node:path's.
import { expect, test } from "vitest";
import {
  convlabDataFolder,
  jupyterDataFolder,
  jupyterRuntimeFolder,
  type Machine,
} from "../../kernel/core/folders.ts";
import { installationOf } from "../../kernel/engine/installation.ts";
import { isInPackage } from "../../kernel/engine/run/modules/allow.ts";
import { isExposed } from "../../kernel/protocol/connection/connection-file.ts";

test("the built programs find their package below a folder with spaces and accents", () => {
  const root = String.raw`C:\Users\Zoë Ng\lab 1\node_modules\convlab`;
  expect(installationOf(String.raw`${root}\dist`)).toBe(root);
  expect(installationOf(String.raw`${root}\dist\chunks`)).toBe(root);
  expect(installationOf(String.raw`${root}\kernel\engine`)).toBeUndefined();
});

test("a file of a package is known by its path, so that a lab's import rules hold there, too", () => {
  expect(isInPackage(String.raw`C:\lab\node_modules\ndarray\ndarray.js`)).toBe(true);
  expect(isInPackage("/lab/node_modules/ndarray/ndarray.js")).toBe(true);
  expect(isInPackage(String.raw`C:\lab\my_node_modules\helper.ts`)).toBe(false);
});

test("data lies in the roaming profile, connection files in Jupyter's runtime folder", () => {
  const home = String.raw`C:\Users\Zoë`;
  const roaming = String.raw`C:\Users\Zoë\AppData\Roaming`;
  const machine: Machine = { platform: "win32", env: { APPDATA: roaming }, home };
  expect(convlabDataFolder(machine)).toBe(String.raw`${roaming}\convlab`);
  expect(jupyterDataFolder(machine)).toBe(String.raw`${roaming}\jupyter`);
  expect(jupyterRuntimeFolder(machine)).toBe(String.raw`${roaming}\jupyter\runtime`);
  expect(convlabDataFolder({ ...machine, env: {} })).toBe(String.raw`${roaming}\convlab`);
});

test("who may read a connection file is not told by its mode there", () => {
  expect(isExposed("no such file", "win32")).toBe(false);
});
