import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  loadNotebook,
  readNotebook,
  saveNotebook,
  writeNotebook,
} from "../../../autograder/notebook/index.ts";
import { codeOf, faultOf } from "../../support/codes.ts";
import { codeCell, notebook, textCell } from "../../support/notebooks.ts";

const asJupyterWrites = readFileSync(new URL("frozen/as-jupyter-writes.ipynb", import.meta.url));
const read = (content: Uint8Array | string) => readNotebook(content, { file: "lab.ipynb" });
const asText = (value: unknown) => JSON.stringify(value);
const plain = { nbformat: 4, nbformat_minor: 4, metadata: {}, cells: [] as unknown[] };
const oldCode = {
  cell_type: "code",
  metadata: {},
  source: "a",
  outputs: [],
  execution_count: null,
};

test("a notebook that JupyterLab saved is written back byte for byte", () => {
  expect(writeNotebook(read(asJupyterWrites), "lab.ipynb")).toBe(asJupyterWrites.toString("utf8"));
});

test("source is one string, whether the file has a string or lines", () => {
  const cells = [
    { ...oldCode, source: ["one\n", "two"] },
    { ...oldCode, source: "one\ntwo" },
  ];
  expect(read(asText({ ...plain, cells })).cells.map((cell) => cell.source)).toEqual([
    "one\ntwo",
    "one\ntwo",
  ]);
});

test("a notebook without cell ids gets the same distinct ids each time it is read", () => {
  const text = asText({ ...plain, cells: [oldCode, oldCode, { ...oldCode, source: "b" }] });
  const ids = read(text).cells.map((cell) => cell.id);
  expect(new Set(ids).size).toBe(3);
  expect(read(text).cells.map((cell) => cell.id)).toEqual(ids);
  const shifted = asText({ ...plain, cells: [{ ...oldCode, source: "new" }, oldCode, oldCode] });
  expect(
    read(shifted)
      .cells.slice(1)
      .map((cell) => cell.id),
  ).toEqual(ids.slice(0, 2));
});

test("JupyterLab's attachments and JSON outputs, which came after nbformat 4.0, are valid", () => {
  const image = { "image/png": "aGVsbG8=" };
  const figure = { "application/vnd.plotly.v1+json": { data: [] }, "text/plain": ["Figure"] };
  const cells = [
    { ...textCell("t", "![](attachment:a.png)"), attachments: { "a.png": image } },
    {
      ...codeCell("c", ""),
      outputs: [{ output_type: "display_data", data: figure, metadata: {} }],
    },
  ];
  const back = read(writeNotebook(notebook(cells), "lab.ipynb"));
  expect(back.cells[0]?.attachments).toEqual({ "a.png": image });
  expect(back.cells[1]?.outputs?.[0]?.["data"]).toEqual(figure);
});

test("a UTF-8 byte order mark is dropped", () => {
  expect(
    read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), asJupyterWrites])).cells,
  ).toHaveLength(4);
});

test.each<[string, Uint8Array | string, string]>([
  ["an empty file", "", "NOTEBOOK_EMPTY"],
  ["UTF-16", Buffer.from("\uFEFF{}", "utf16le"), "NOTEBOOK_ENCODING"],
  ["bytes that are no text", Buffer.from([0x7b, 0xff, 0x80]), "NOTEBOOK_ENCODING"],
  ["a cut file", asJupyterWrites.subarray(0, 500), "NOTEBOOK_NOT_JSON"],
  ["a web page", "<!DOCTYPE html><html></html>", "NOTEBOOK_NOT_JSON"],
  ["an unfinished merge", '{\n<<<<<<< HEAD\n"a": 1\n=======\n', "NOTEBOOK_NOT_JSON"],
  ["a list", "[]", "NOTEBOOK_FORMAT"],
  ["null", "null", "NOTEBOOK_FORMAT"],
  ["other JSON", '{"name": "convlab"}', "NOTEBOOK_FORMAT"],
  [
    "nbformat 3",
    asText({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [] }),
    "NOTEBOOK_VERSION",
  ],
  ["nbformat 5", asText({ ...plain, nbformat: 5 }), "NOTEBOOK_VERSION"],
  ["nbformat 4.6", asText({ ...plain, nbformat_minor: 6 }), "NOTEBOOK_VERSION"],
  ["nbformat as text", asText({ ...plain, nbformat: "4" }), "NOTEBOOK_FORMAT"],
  ["cells that are no list", asText({ ...plain, cells: {} }), "NOTEBOOK_FORMAT"],
  ["no cells", asText({ nbformat: 4, nbformat_minor: 5, metadata: {} }), "NOTEBOOK_FORMAT"],
  [
    "too many cells",
    asText({ ...plain, cells: Array.from({ length: 10_001 }, () => 0) }),
    "NOTEBOOK_TOO_LARGE",
  ],
  ["a key twice", '{"nbformat": 4, "nbformat": 3}', "NOTEBOOK_DUPLICATE_KEY"],
  ["endless nesting", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "NOTEBOOK_TOO_DEEP"],
  [
    "an id twice",
    asText({
      ...plain,
      nbformat_minor: 5,
      cells: [
        { ...oldCode, id: "a" },
        { ...oldCode, id: "a" },
      ],
    }),
    "CELL_ID_DUPLICATE",
  ],
  [
    "an id with a blank",
    asText({ ...plain, nbformat_minor: 5, cells: [{ ...oldCode, id: "a b" }] }),
    "NOTEBOOK_FORMAT",
  ],
  [
    "an id of 65 characters",
    asText({ ...plain, nbformat_minor: 5, cells: [{ ...oldCode, id: "a".repeat(65) }] }),
    "NOTEBOOK_FORMAT",
  ],
  ["no id in 4.5", asText({ ...plain, nbformat_minor: 5, cells: [oldCode] }), "CELL_ID_MISSING"],
])("%s is refused", (_, content, code) => {
  expect(codeOf(() => read(content))).toBe(code);
});

test("the error names file, cell, id and field", () => {
  const bad = {
    ...oldCode,
    id: "q7",
    outputs: [{ output_type: "stream", name: "stdout", text: 5 }],
  };
  const text = asText({ ...plain, nbformat_minor: 5, cells: [{ ...oldCode, id: "a" }, bad] });
  expect(() => read(text)).toThrow(/^lab\.ipynb, cell 2 \(id "q7"\), field outputs\[0\]\.text: /);
});

test.each([
  ["source", { source: 5 }, "source"],
  ["a tag that is no text", { metadata: { tags: [1] } }, "metadata.tags[0]"],
  ["an unknown field", { colour: "red" }, "colour"],
  ["an unknown type", { cell_type: "heading" }, "cell_type"],
  ["a missing field", { outputs: undefined }, "outputs"],
  ["an unknown output", { outputs: [{ output_type: "pyout" }] }, "outputs[0].output_type"],
  ["an output that is no object", { outputs: [7] }, "outputs[0]"],
  [
    "a half-written output",
    { outputs: [{ output_type: "display_data", data: { "text/plain": {} }, metadata: {} }] },
    'outputs[0].data["text/plain"]',
  ],
])("a wrong cell is refused by its field: %s", async (_, change, field) => {
  const text = asText({ ...plain, cells: [{ ...oldCode, ...change }] });
  const fault = await faultOf(() => read(text));
  expect(fault.code).toBe("NOTEBOOK_FORMAT");
  expect(fault.details).toMatchObject({ file: "lab.ipynb", cell: 1, field });
});

test("a submission with a repeated or broken id is read all the same, with an id of its own", () => {
  const cells = [{ ...oldCode, id: "a" }, { ...oldCode, id: "a" }, oldCode];
  const text = asText({ ...plain, nbformat_minor: 5, cells });
  const ids = readNotebook(text, { file: "lab.ipynb", repairIds: true }).cells.map(({ id }) => id);
  expect(ids[0]).toBe("a");
  expect(new Set(ids).size).toBe(3);
});

test("an invalid notebook is never written", () => {
  const twice = notebook([codeCell("a", ""), codeCell("a", "")]);
  expect(codeOf(() => writeNotebook(twice, "lab.ipynb"))).toBe("CELL_ID_DUPLICATE");
});

test("a file is saved whole and loaded again; one that is not there is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "convlab-notebook-"));
  try {
    const path = join(folder, "lab.ipynb");
    const written = notebook([textCell("a", "# Hello\n"), codeCell("b", "1 + 1")]);
    await saveNotebook(path, written);
    expect(await loadNotebook(path)).toEqual(written);
    expect(await readdir(folder)).toEqual(["lab.ipynb"]);
    expect((await readFile(path, "utf8")).endsWith("}\n")).toBe(true);
    expect((await faultOf(() => loadNotebook(join(folder, "no.ipynb")))).code).toBe(
      "NOTEBOOK_FILE",
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
