// Node's inspector port in the process that runs the cells: ours alone, and nothing of it is seen.
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseCell } from "../../../kernel/engine/parse.ts";
import { ProcessBackend } from "../../../kernel/engine/process/client.ts";
import { rewriteCell } from "../../../kernel/engine/rewrite/rewrite.ts";
import type { Job } from "../../../kernel/engine/run/job.ts";
import { toJob } from "../../../kernel/engine/to-job.ts";
import { openEngine, type TestEngine } from "../../support/engine.ts";
import { within } from "../../support/wait.ts";

function open(): TestEngine {
  const notebook = openEngine();
  onTestFinished(() => notebook.close());
  return notebook;
}

const address = "process.getBuiltinModule('node:inspector').url()";

/** Asks a WebSocket of the port, and gives the first line of the answer. */
async function knock(url: URL, path: string, host: string = url.host): Promise<string> {
  const socket = connect(Number(url.port), url.hostname);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.on("error", reject);
  socket.on("data", (bytes) => resolve(bytes.toString().split("\r\n")[0] ?? ""));
  socket.on("close", () => resolve(""));
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  const answer = await within(promise, 5000, "an answer of the port");
  socket.destroy();
  return answer;
}

test("only who knows the secret path is let in, and nobody is told it", async () => {
  const notebook = open();
  const url = new URL((await notebook.run(`console.log(${address})`)).stdout);
  expect(url.hostname).toMatch(/^127\.0\.0\.[12]$/u);
  for (const page of ["/json", "/json/list", "/json/version", "/json/protocol", "/"]) {
    const answer = await fetch(new URL(page, `http://${url.host}`));
    expect([page, answer.ok, (await answer.text()).includes(url.pathname.slice(1))]).toEqual([
      page,
      false,
      false,
    ]);
  }
  const wrong = `${url.pathname.slice(0, -1)}${url.pathname.endsWith("0") ? "1" : "0"}`;
  for (const path of ["/", wrong, `${url.pathname}0`])
    expect(await knock(url, path)).not.toContain("101");
  // a page of the web that has its name resolve to this machine
  expect(await knock(url, url.pathname, `evil.example:${url.port}`)).not.toContain("101");
  expect(await knock(url, url.pathname)).toContain("101");
});

test("forks and threads of a cell have no inspector of their own, and no flags of ours", async () => {
  const notebook = open();
  const script = `
    const said = { execArgv: process.execArgv.join(" "), options: process.env.NODE_OPTIONS ?? null,
      inspector: require("node:inspector").url() ?? null };
    const port = require("node:worker_threads").parentPort;
    if (port) port.postMessage(said); else process.send(said);`;
  const file = join(notebook.directory, "said.cjs");
  writeFileSync(file, script);
  const ran = await notebook.run(`
    import { fork } from 'node:child_process'
    import { once } from 'node:events'
    import { Worker } from 'node:worker_threads'
    const file = ${JSON.stringify(file)}
    const said = [(await once(fork(file), 'message'))[0], (await once(new Worker(file), 'message'))[0]]
    console.log(JSON.stringify([...said, { execArgv: process.execArgv.join(' '), options: process.env.NODE_OPTIONS ?? null }]))`);
  const said = JSON.parse(ran.stdout) as Record<string, unknown>[];
  expect(said).toHaveLength(3);
  for (const each of said) {
    expect(each["execArgv"]).not.toContain("inspect");
    expect(each["options"]).toBe(process.env["NODE_OPTIONS"] ?? null);
  }
  expect(said[0]?.["inspector"]).toBeNull();
  expect(ran.stderr).toBe("");
});

test("nothing of it is printed: at the start, with a Stop, with an end in the middle of a long cell", async () => {
  const notebook = open();
  await notebook.run("process.stderr.write('')");
  for (const cell of ["while (true) {}", "await new Promise(() => {})"]) {
    const { run, ended } = notebook.start(`console.log('on'); ${cell}`);
    await notebook.heard((event) => event.type === "stream" && event.run === run);
    await notebook.engine.interrupt();
    expect((await ended).error?.name).toBe("KeyboardInterrupt");
  }
  const exit = await notebook.run("await new Promise((r) => setTimeout(r, 150)); process.exit(4)");
  expect(exit.error?.message).toContain("process.exit(4)");
  await notebook.run("1");
  const printed = notebook.events.filter((it) => it.type === "stream" && it.name === "stderr");
  expect(printed).toEqual([]);
});

test("a cell that starts an inspected program sees what that says of its own inspector", async () => {
  const notebook = open();
  const ran = await notebook.run(`
    import { execFileSync } from 'node:child_process'
    execFileSync(process.execPath, ['--inspect=127.0.0.1:0', '-e', '0'], { stdio: 'inherit' })`);
  expect(ran.stderr).toMatch(/Debugger listening on ws:.*\nFor help, see: /u);
});

test("Stop works in the first moment of an engine's life", async () => {
  const notebook = open();
  const { run, ended } = notebook.start("globalThis.kept = 1; console.log('on'); while (true) {}");
  await notebook.heard((event) => event.type === "stream" && event.run === run);
  await notebook.engine.interrupt();
  expect((await within(ended, 4000, "the first cell")).error?.name).toBe("KeyboardInterrupt");
  expect((await notebook.run("kept")).text).toBe("1");
  expect(notebook.events.some(({ type }) => type === "restarted")).toBe(false);
});

test("a Stop that overtakes its cell, even before the process stands, stops it when it has come", async () => {
  const backend = new ProcessBackend(
    { directory: import.meta.dirname },
    () => undefined,
    () => undefined,
  );
  onTestFinished(() => backend.dispose());
  const job = (code: string): Job => {
    const request = { run: code, code, label: "Cell [1]", showResult: true, typeCheck: false };
    return toJob(request, rewriteCell(parseCell(code)));
  };
  for (const code of ["while (true) {}", "await new Promise(() => {})", "for (;;) await 1"]) {
    const ended = backend.run(job(code));
    await backend.interrupt();
    expect(await within(ended, 4000, "the cell")).toMatchObject({
      status: "error",
      error: { name: "KeyboardInterrupt" },
    });
  }
  expect(await backend.run(job("1"))).toMatchObject({ status: "ok" });
});
