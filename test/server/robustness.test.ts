// What a day with students brings: killed processes, impatient fingers, several notebooks, every script of the world.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isStatus } from "../support/client-messages.ts";
import { isAlive, KernelProcess } from "../support/kernel-process.ts";
import { slowTypes } from "../support/notebook-language.ts";
import { until } from "../support/wait.ts";

const LOOP = "console.log('looping'); while (true) {}";

/** The process of a kernel that runs its cells. */
function engineOf(kernel: KernelProcess): number {
  const engine = kernel
    .family()
    .find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("convlab-engine"));
  if (engine === undefined) throw new Error("the kernel has no engine");
  return engine;
}

/** Kills the engine's process and waits until it is gone. */
async function killEngine(kernel: KernelProcess): Promise<void> {
  const engine = engineOf(kernel);
  process.kill(engine, "SIGKILL");
  await until(() => !isAlive(engine), 20_000, "end of the engine");
}

/** What a fresh engine says: it runs cells, and the compiler has forgotten the old one's names, too. */
async function look({ client }: KernelProcess): Promise<readonly unknown[]> {
  const { stdout } = await client.execute("console.log('fresh')");
  return [stdout, (await client.execute("lost")).reply["ename"]];
}

test("an engine that is killed in a loop is named by its cell, and the next cell runs in a fresh one", async () => {
  await using kernel = await KernelProcess.start();
  const { client } = kernel;
  await client.execute("let lost = 1;");
  const cell = await client.start(LOOP);
  await client.waitOutput(cell, "looping");
  await killEngine(kernel);
  const { reply } = await client.outcome(cell);
  expect(reply).toMatchObject({ status: "error", ename: "EngineRestarted" });
  expect(reply["evalue"]).toContain("SIGKILL");
  expect(await look(kernel)).toEqual(["fresh\n", "TypeCheckError"]);
});

test("an engine that is killed while idle is named in the log, and the next cell runs in a fresh one", async () => {
  await using kernel = await KernelProcess.start();
  await kernel.client.execute("let lost = 1;");
  await killEngine(kernel);
  await kernel.logged("SIGKILL");
  expect(await look(kernel)).toEqual(["fresh\n", "TypeCheckError"]);
});

test.each(["message", "signal"])(
  "Stop by %s during a type check ends the cell unrun, and the next one is checked and runs",
  async (how) => {
    await using kernel = await KernelProcess.start();
    const { client } = kernel;
    await client.execute("let kept = 41;");
    const id = await client.start(`console.log("ran");\n${slowTypes}`);
    await client.wait("busy", (it) => it.parentId === id && isStatus(it, "busy"));
    if (how === "signal") kernel.signalGroup("SIGINT");
    else await client.request("control", "interrupt_request");
    const { reply, stdout } = await client.outcome(id);
    expect(reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    expect(stdout).toBe("");
    const wrong = await client.execute("const text: string = kept;");
    expect(wrong.reply).toMatchObject({ ename: "TypeCheckError" });
    expect((await client.execute("console.log(kept + 1)")).stdout).toBe("42\n");
  },
);

test("two kernels at once keep their variables apart and share the history", async () => {
  await using first = await KernelProcess.start();
  const data = join(first.folder, "data");
  await using second = await KernelProcess.start("kernel", { CONVLAB_DATA_DIR: data });
  const kernels = [first, second];
  await Promise.all(
    kernels.map(({ client }, index) => client.execute(`const mine: number = ${index};`)),
  );
  const printed = await Promise.all(
    kernels.map(({ client }) => client.execute("console.log(mine)")),
  );
  expect(printed.map(({ stdout }) => stdout)).toEqual(["0\n", "1\n"]);
  const loop = await first.client.start(LOOP);
  await first.client.waitOutput(loop, "looping");
  expect((await second.client.execute("console.log('free')")).stdout).toBe("free\n");
  await first.client.request("control", "interrupt_request");
  await first.client.outcome(loop);
  const inputs = async ({ client }: KernelProcess): Promise<readonly unknown[]> => {
    const tail = { hist_access_type: "tail", n: 20, output: false, raw: true };
    const { content } = await client.request("shell", "history_request", tail);
    return (content["history"] as readonly (readonly unknown[])[]).map(([, , input]) => input);
  };
  await inputs(first); // writes what it still holds
  const all = await inputs(second);
  expect(all).toContain("const mine: number = 0;");
  expect(all).toContain("const mine: number = 1;");
});

test("names, text, files and folders of every script come through whole", async () => {
  await using kernel = await KernelProcess.start();
  const { client, folder } = kernel;
  mkdirSync(join(folder, "daten 😀"));
  writeFileSync(join(folder, "daten 😀", "größe.ts"), "export const größe: string = '𝒙 = ½';\n");
  const { stdout, reply } = await client.execute(
    `import { größe } from "./daten 😀/größe";
const 変数 = "日本語", عدد = "عربى", ñ = "👩🏽‍🔬";
console.log(größe, 変数, عدد, ñ, [...ñ].length);`,
  );
  expect(reply["status"]).toBe("ok");
  // a scientist of that skin: woman, skin, joiner, microscope
  expect(stdout).toBe("𝒙 = ½ 日本語 عربى 👩🏽‍🔬 4\n");
  const { content } = await client.request("shell", "complete_request", {
    code: "'😀' + 変",
    cursor_pos: 7,
  });
  // '😀' + 変 is 3 + 3 + 1 = 7 code points
  expect(content).toMatchObject({ matches: ["変数"], cursor_start: 6, cursor_end: 7 });
  const failed = await client.execute("'😀'; null!.größe");
  expect(failed.reply["ename"]).toBe("TypeCheckError");
  const thrown = await client.execute("const e = '😀'; throw new RangeError(`zu groß: ${e}`)");
  expect(thrown.reply).toMatchObject({ ename: "RangeError", evalue: "zu groß: 😀" });
});

test("text whose pieces take different ways to the page stays in order", async () => {
  await using kernel = await KernelProcess.start();
  const { messages, stdout, stderr } = await kernel.client.execute(
    "for (let i = 0; i < 40; i++) { console.log('short ' + i); console.log(String(i % 10).repeat(i % 4 === 0 ? 200_000 : 5_000)); if (i % 20 === 19) console.error('other ' + i) } for (let i = 0; i < 40_000; i++) console.log('a line of a log, ' + '-'.repeat(180))",
  );
  const first = Array.from(
    { length: 40 },
    (_, i) => `short ${i}\n${String(i % 10).repeat(i % 4 === 0 ? 200_000 : 5_000)}\n`,
  );
  const rest = `a line of a log, ${"-".repeat(180)}\n`.repeat(40_000);
  expect(stdout === first.join("") + rest).toBe(true);
  expect(stderr).toBe("other 19\nother 39\n");
  const streams = messages.filter(({ type }) => type === "stream");
  const stderrAt = streams.findIndex(({ content }) => content["name"] === "stderr");
  const before = streams.slice(0, stderrAt).map(({ content }) => String(content["text"]));
  expect(before.join("")).toBe(first.slice(0, 20).join(""));
});

test("half a surrogate pair, zero bytes and control characters in output end nothing", async () => {
  await using kernel = await KernelProcess.start();
  const { stdout } = await kernel.client.execute(
    String.raw`console.log("\ud83d|\0|\x1b[31m|\u2028|end")`,
  );
  expect(stdout).toBe("\ufffd|\0|\u001b[31m|\u2028|end\n");
});

test("three hundred cells sent at once are all answered, in order", async () => {
  await using kernel = await KernelProcess.start();
  const { client } = kernel;
  const ids: string[] = [];
  for (let n = 0; n < 300; n += 1)
    ids.push(await client.start(`${n} * 2`, { store_history: n % 2 === 0 }));
  const outcomes = await Promise.all(ids.map((id) => client.outcome(id, 60_000)));
  expect(outcomes.map(({ reply }) => reply["status"])).toEqual(ids.map(() => "ok"));
  const results = client.received.filter(({ type }) => type === "execute_result");
  expect(
    results.map(({ content }) => (content["data"] as { "text/plain": string })["text/plain"]),
  ).toEqual(ids.map((_, n) => String(n * 2)));
  // nothing of a cell comes before the end of the one before it
  const order = client.received
    .filter(({ channel, parentId }) => channel === "iopub" && ids.includes(parentId ?? ""))
    .map(({ parentId, type, content }) => [parentId, content["execution_state"] ?? type]);
  expect(order).toEqual(
    ids.flatMap((id) =>
      ["busy", "execute_input", "execute_result", "idle"].map((what) => [id, what]),
    ),
  );
});
