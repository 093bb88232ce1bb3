import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { parseOptions } from "../../kernel/install/options.mjs";

test("without words JupyterLab opens the labs in a browser, for this machine only", () => {
  expect(parseOptions([])).toMatchObject({
    port: 8888,
    browser: true,
    ip: "localhost",
    folder: undefined,
    handedOn: [],
  });
});

test("port, browser, folder and JupyterLab's own settings are taken", () => {
  const options = parseOptions([
    tmpdir(),
    "--no-browser",
    "--port=8899",
    "--LabApp.expose_app_in_browser=True",
  ]);
  expect(options).toMatchObject({
    port: 8899,
    browser: false,
    folder: tmpdir(),
    handedOn: ["--LabApp.expose_app_in_browser=True"],
  });
});

test.each([
  ["an unknown word", ["--prot", "8899"]],
  ["a port that is no number", ["--port", "http"]],
  ["a port beyond the last", ["--port", "65536"]],
  ["a port that is missing", ["--port"]],
  ["a folder that does not exist", ["no-such-folder"]],
  ["two folders", [tmpdir(), tmpdir()]],
])("%s is refused", (_, args) => {
  expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
});
