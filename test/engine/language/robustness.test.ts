// The compiler may hang, swell, crash or be missing: cells still run, and the next check works again.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findCompiler } from "../../../kernel/engine/language/lsp/executable.ts";
import { LanguageServer } from "../../../kernel/engine/language/lsp/server.ts";
import { NoAnswer } from "../../../kernel/engine/language/lsp/watchdog.ts";
import { parseCell } from "../../../kernel/engine/parse.ts";
import { compilersOf, statOf } from "../../support/compilers.ts";
import { faultsOf, openNotebook, runAll, slowTypes } from "../../support/notebook-language.ts";
import { until, within } from "../../support/wait.ts";

const isLinux = process.platform === "linux";

test("a cell that takes too long is not checked, and the next one is", async () => {
  const notebook = openNotebook({ checkLimit: 3_000 });
  await runAll(notebook, "const before = 1");
  expect(await notebook.run(slowTypes)).toEqual({ status: "timeout", problems: [] });
  expect(await notebook.errors("before.toFixed(); const n: number = 'a'")).toEqual([2322]);
});

test("names of a cell that could not be checked are known, their types are not", async () => {
  const notebook = openNotebook({ checkLimit: 3_000 });
  await notebook.run(slowTypes);
  expect(await notebook.errors("slow.anything; let f: F<1, 2>")).toEqual([]);
});

test("declarations that came without a check and cannot be digested do not spoil later checks", async () => {
  const notebook = openNotebook({ checkLimit: 3_000 });
  notebook.language.commit(parseCell(slowTypes));
  notebook.language.commit(parseCell("const later = slow"));
  expect(await faultsOf(notebook, "const use = slow; later")).toEqual([]);
});

test("20,000 nested brackets are refused by the parser instead of ending the process", async () => {
  const { errors } = parseCell("[".repeat(20_000));
  expect(errors).toMatchObject([{ start: 1_000, end: 1_001 }]);
  expect(await openNotebook().language.isComplete("[".repeat(20_000))).toEqual({
    status: "invalid",
  });
});

test("brackets in texts and comments do not count as nesting", () => {
  const code = `const a = "${"[".repeat(2_000)}"; // ${"(".repeat(2_000)}`;
  expect(parseCell(code).errors).toEqual([]);
});

test("a compiler that swells is ended, and started again", async () => {
  const notebook = openNotebook();
  const executable = findCompiler(import.meta.dirname) ?? "";
  const server = new LanguageServer({ executable, folder: notebook.directory, memoryLimit: 1 });
  const uri = `file://${notebook.directory}/cell.ts`;
  server.setDocument(uri, "typescript", slowTypes);
  const ask = (): Promise<unknown> =>
    server.request("textDocument/diagnostic", { textDocument: { uri } }, 60_000);
  await expect(ask()).rejects.toMatchObject({ reason: "memory" });
  await server.dispose();
});

test("a question that the compiler refuses is no answer, and the next one has one", async () => {
  const notebook = openNotebook();
  const executable = findCompiler(import.meta.dirname) ?? "";
  const folder = notebook.directory;
  const server = new LanguageServer({ executable, folder, memoryLimit: Infinity });
  const uri = `file://${folder}/cell.ts`;
  server.setDocument(uri, "typescript", "const a = 1;");
  const ask = (position: object): Promise<unknown> =>
    server.request("textDocument/hover", { textDocument: { uri }, position }, 10_000);
  await expect(ask({ line: "one" })).rejects.toBeInstanceOf(NoAnswer);
  await expect(ask({ line: 0, character: 6 })).resolves.toMatchObject({ contents: {} });
  await server.dispose();
});

test.runIf(isLinux)("the check after the compiler was killed by hand works", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const before = 1");
  const [pid] = compilersOf(process.pid);
  if (pid === undefined) throw new Error("no compiler runs");
  process.kill(pid, "SIGKILL");
  expect(await notebook.errors("before.toFixed(); before.nothing")).toEqual([2339]);
});

test.runIf(isLinux)("a compiler that is killed during a check is asked again", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const before = 1");
  const check = notebook.run(slowTypes.replace("18", "14"));
  for (const pid of compilersOf(process.pid)) process.kill(pid, "SIGKILL");
  expect((await check).status).toBe("clean");
});

test.runIf(isLinux)("the compiler runs in a process group of its own", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "1");
  for (const pid of compilersOf(process.pid)) expect(statOf(pid)?.group).toBe(pid);
});

test.runIf(isLinux)("a disposed notebook leaves no process and no folder", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "1");
  const pids = compilersOf(process.pid);
  await notebook.language.dispose();
  await notebook.language.dispose();
  await until(() => pids.every((pid) => statOf(pid) === undefined), 2_000, "compilers gone");
  expect(pids.length).toBeGreaterThan(0);
});

test.runIf(isLinux)(
  "the folder of a kernel that was killed is removed a day later by another",
  async () => {
    const dead = spawn("true");
    const { promise: over, resolve } = Promise.withResolvers<void>();
    dead.once("exit", () => resolve());
    await within(over, 5_000, "the end of `true`");
    const folder = mkdtempSync(join(tmpdir(), `convlab-language-${dead.pid ?? 0}-`));
    await runAll(openNotebook(), "1");
    expect(existsSync(folder)).toBe(true); // its owner may be out of sight
    const before = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    utimesSync(folder, before, before);
    await runAll(openNotebook(), "1");
    expect(existsSync(folder)).toBe(false);
  },
);

test.runIf(isLinux)("a killed parent leaves no compiler, even one that is busy", async () => {
  const script = `
    import { createLanguage } from ${JSON.stringify(join(import.meta.dirname, "../../../kernel/engine/language/index.ts"))};
    import { parseCell } from ${JSON.stringify(join(import.meta.dirname, "../../../kernel/engine/parse.ts"))};
    const language = createLanguage({ directory: process.cwd() });
    await language.check(parseCell("1"));
    void language.check(parseCell(${JSON.stringify(slowTypes)}));
    console.log("busy");`;
  const parent = spawn(process.execPath, ["--input-type=module-typescript", "-e", script]);
  const { promise: busy, resolve } = Promise.withResolvers<void>();
  parent.stdout.once("data", () => resolve());
  await within(busy, 20_000, "the parent's check");
  const pids = compilersOf(parent.pid ?? 0);
  expect(pids).toHaveLength(1);
  parent.kill("SIGKILL");
  await until(() => pids.every((pid) => statOf(pid) === undefined), 5_000, "compilers gone");
});

test("two notebooks at once know nothing of each other", async () => {
  const [one, two] = [openNotebook(), openNotebook()];
  await Promise.all([runAll(one, "const x = 1"), runAll(two, "const x = 'text'")]);
  const found = await Promise.all([one.errors("x.toFixed()"), two.errors("x.toFixed()")]);
  expect(found).toEqual([[], [2551]]);
});

test("completion answers while a check is under way", async () => {
  const notebook = openNotebook();
  await runAll(notebook, "const user = { alpha: 1 }");
  const [report, offers] = await Promise.all([
    notebook.run("const other = user.alpha"),
    notebook.offers("user.|"),
  ]);
  expect([report.status, offers]).toEqual(["clean", ["alpha"]]);
});

test("where there is no compiler, cells are unchecked and nothing else fails", async () => {
  const missing = findCompiler(import.meta.dirname, "aix", "mips");
  expect(missing).toBeUndefined();
  const server = new LanguageServer({
    executable: "/nowhere/tsc",
    folder: import.meta.dirname,
    memoryLimit: Infinity,
  });
  await expect(server.request("textDocument/hover", {}, 1_000)).rejects.toBeInstanceOf(NoAnswer);
  await server.dispose();
});

test("the cost of a check does not grow with the notebook", async () => {
  const notebook = openNotebook();
  const time = async (from: number): Promise<number> => {
    const times: number[] = [];
    for (let i = from; i < from + 20; i += 1) {
      const started = performance.now();
      await notebook.run(`function f${i}(x: number) { return x + ${i} }\nconst v${i} = f${i}(1)`);
      times.push(performance.now() - started);
    }
    return Math.min(...times);
  };
  const first = await time(0);
  for (let i = 20; i < 980; i += 1) {
    notebook.language.commit(
      parseCell(`function f${i}(x: number) { return x + ${i} }\nconst v${i} = f${i}(1)`),
    );
  }
  await time(980); // the first check reads what was committed meanwhile
  // 3 × and 5 ms are for a loaded machine; one document for all of it took ten times as long
  expect(await time(1_000)).toBeLessThan(3 * first + 5);
});
