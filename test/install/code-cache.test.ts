// The compiled code that the kernel's programs start from.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { bundleWrapper, writeCodeCaches } from "../../kernel/install/programs/code-cache.mjs";
import { root } from "../../kernel/install/node24.mjs";

const dist = join(root, "dist");

/** A folder with a program that says what it finds, started as the kernel's are. */
function smallProgram(body: string): string {
  const folder = mkdtempSync(join(tmpdir(), "convlab-code-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { banner, footer } = bundleWrapper;
  writeFileSync(join(folder, "server.bundle.cjs"), `${banner}\n${body}\n${footer}`);
  copyFileSync(join(root, "kernel", "install", "programs", "boot.cjs"), join(folder, "server.cjs"));
  return folder;
}

function start(folder: string): string {
  return execFileSync(process.execPath, [join(folder, "server.cjs")], { encoding: "utf8" }).trim();
}

/** Whether a fresh Node takes the compiled code of a program. */
function isTaken(folder: string, name: string): boolean {
  const script = `
    const { readFileSync } = require("node:fs");
    const filename = process.argv[1];
    const options = { filename, cachedData: readFileSync(filename + ".cache") };
    console.log(new (require("node:vm").Script)(readFileSync(filename, "latin1"), options).cachedDataRejected);`;
  const file = join(folder, `${name}.bundle.cjs`);
  const said = execFileSync(process.execPath, ["-e", script, file], { encoding: "utf8" });
  return said.trim() === "false";
}

test.each(["server", "engine-child"])("the built %s has compiled code that fits", (name) => {
  expect(existsSync(join(dist, `${name}.cjs`))).toBe(true);
  expect(isTaken(dist, name)).toBe(true);
});

test("a program starts without compiled code, with code that does not fit, and with its own", async () => {
  const folder = smallProgram("console.log([1, 2].map((x) => x + 1).join());");
  const cache = join(folder, "server.bundle.cjs.cache");
  expect(start(folder)).toBe("2,3");
  writeFileSync(cache, "compiled by another Node");
  expect(start(folder)).toBe("2,3");
  expect(isTaken(folder, "server")).toBe(false);

  expect(await writeCodeCaches(folder, ["server"])).toEqual(["server"]);
  expect(isTaken(folder, "server")).toBe(true);
  expect(start(folder)).toBe("2,3");
  expect(await writeCodeCaches(folder, ["server"])).toEqual([]);
});

test("modules find no trace of the program, whose `require` no list of allowed imports binds", () => {
  const folder = smallProgram(`
    const { createRequire } = require("node:module");
    const asked = createRequire("/notebook/file.js");
    const own = Object.keys(asked.cache).filter((path) => path.includes("server"));
    console.log(typeof process.mainModule, typeof asked.main, own.length);`);
  expect(start(folder)).toBe("undefined undefined 0");
});

test("a program goes by its URL, as modules do: stack traces and debuggers leave it out by that", () => {
  const folder = smallProgram(String.raw`console.log(new Error().stack.split("\n")[1]);`);
  expect(start(folder)).toContain(pathToFileURL(join(folder, "server.bundle.cjs")).href);
});
