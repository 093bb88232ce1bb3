import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import type { CreateEngine, EngineOptions } from "../../kernel/engine/contract.ts";
import { installation } from "../../kernel/engine/installation.ts";
import { buildBooted } from "../../kernel/install/programs/bundle.mjs";
import { programOptions } from "../../kernel/install/programs/options.mjs";
import { openEngine, type TestEngine } from "../support/engine.ts";
import { until, within } from "../support/wait.ts";

function open(options: Partial<EngineOptions> = {}, create?: CreateEngine): TestEngine {
  const notebook = openEngine(options, create);
  onTestFinished(() => notebook.close());
  return notebook;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const status = `/proc/${pid}/status`;
    return !existsSync(status) || !/^State:\s+Z/mu.test(readFileSync(status, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    return false;
  }
}

test("process.exit() costs the variables, not the kernel, and is reported", async () => {
  const notebook = open();
  await notebook.run("const lost = 1");
  const ran = await notebook.run("console.log('before'); process.exit(3)");
  expect(ran.stdout).toBe("before\n");
  expect(ran.events.map(({ type }) => type)).toEqual(["stream", "restarted", "error"]);
  expect(ran.error?.message).toContain("process.exit(3)");
  expect((await notebook.run("typeof lost")).text).toBe("'undefined'");
});

test("a native crash is survived and named", async () => {
  const notebook = open();
  const ran = await notebook.run("process.abort()");
  expect(ran.error?.message).toContain("SIGABRT");
  expect((await notebook.run("1 + 1")).text).toBe("2");
});

test("a kill from outside is survived, though nothing runs", async () => {
  const notebook = open();
  const pid = Number((await notebook.run("process.pid")).text);
  process.kill(pid, "SIGKILL");
  const event = await notebook.heard(({ type }) => type === "restarted");
  expect(event).toMatchObject({ run: undefined });
  expect((await notebook.run("1 + 1")).text).toBe("2");
});

test("running out of memory is survived and called so, without V8's own report", async () => {
  const notebook = open();
  const ran = await notebook.run(
    "import v8 from 'node:v8'; v8.setFlagsFromString('--max-old-space-size=64'); const hold: unknown[] = []; for (;;) hold.push(new Array(1e5).fill(hold.length))",
  );
  expect(ran.error?.message).toContain("out of memory");
  expect(ran.stderr).not.toContain("<--- Last few GCs --->");
  expect((await notebook.run("1 + 1")).text).toBe("2");
}, 60_000);

test("dispose ends every process, in a loop too, and what cells have started", async () => {
  const notebook = open();
  const ran = await notebook.run(
    "import { spawn } from 'node:child_process'; const sleeper = spawn('sleep', ['1000']); [process.pid, sleeper.pid]",
  );
  const pids = JSON.parse(ran.text ?? "[]") as number[];
  expect(pids.map(isAlive)).toEqual([true, true]);
  const { run, ended } = notebook.start("console.log('on'); while (true) {}");
  await notebook.heard((event) => event.type === "stream" && event.run === run);
  await within(notebook.engine.dispose(), 2000, "dispose");
  await notebook.engine.dispose(); // idempotent
  expect((await ended).status).toBe("error");
  await until(() => !pids.some(isAlive), 2000, "the processes are gone");
});

test("the engine ends in a loop when the process that started it is killed", async () => {
  const program = `
    import { createEngine } from ${JSON.stringify(join(installation, "kernel", "engine", "index.ts"))};
    const engine = createEngine({ directory: ${JSON.stringify(import.meta.dirname)}, typeCheck: false }, (event) => {
      if (event.type === "stream") console.log(event.text);
    });
    void engine.execute({ run: "r", label: "Cell [1]", showResult: false, code: \`
      import { spawn } from 'node:child_process'
      console.log(process.pid + ' ' + spawn('sleep', ['1000']).pid); while (true) {}\` });
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await within(once(parent.stdout, "data"), 10_000, "the cell's line")) as [Buffer];
  const pids = line.toString().trim().split(" ").map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  parent.kill("SIGKILL");
  await until(() => !pids.some(isAlive), 3000, "the engine and its children are gone");
});

test("an engine that has run nothing yet ends with the process that started it", async () => {
  const program = `
    import { ProcessBackend } from ${JSON.stringify(join(installation, "kernel", "engine", "process", "client.ts"))};
    const backend = new ProcessBackend({ directory: ${JSON.stringify(import.meta.dirname)} }, () => {}, () => {});
    console.log(backend.pid); setInterval(() => {}, 1000);
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await within(once(parent.stdout, "data"), 10_000, "the child's id")) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await until(() => !isAlive(pid), 5000, "the engine is gone");
});

test("a child process that outlives the engine does not hold up its end", async () => {
  const notebook = open();
  const ran = await notebook.run(
    "import { spawn } from 'node:child_process'; const far = spawn('sleep', ['20'], { detached: true, stdio: 'inherit' }); far.unref(); far.pid",
  );
  onTestFinished(() => void process.kill(Number(ran.text), "SIGKILL"));
  const ended = await within(notebook.run("process.exit(0)"), 5000, "the end of the cell");
  expect(ended.error?.message).toContain("process.exit(0)");
});

test("a cell that will not stop is ended after 5 s with the reason", async () => {
  const notebook = open();
  // a native call that JavaScript cannot leave
  const { run, ended } = notebook.start(
    "import { execSync } from 'node:child_process'; execSync('echo on; sleep 60', { stdio: 'inherit' })",
  );
  await notebook.heard((event) => event.type === "stream" && event.run === run);
  await notebook.engine.interrupt();
  const ran = await within(ended, 10_000, "the end of the engine");
  expect(ran.error?.message).toMatch(/did not stop within 5 s.*variables are lost/u);
  expect((await notebook.run("1 + 1")).text).toBe("2");
}, 20_000);

test("redefining what the engine itself uses changes the notebook only", async () => {
  const notebook = open({}, await builtEngine());
  const names =
    "Map Set Promise JSON Symbol Error Object Array String process console setTimeout Buffer performance name display TextDecoder TextEncoder WebAssembly Atomics setImmediate Reflect";
  for (const name of names.split(" ")) {
    const ran = await notebook.run(`const ${name} = 'mine'; ${name}`);
    expect([name, ran.text]).toEqual([name, "'mine'"]);
  }
  const printed =
    "for (let i = 0; i < 500; i++) globalThis.console.log('x'.repeat(i < 499 ? 1 : 300_000));";
  expect((await notebook.run(printed)).stdout).toBe(`${"x\n".repeat(499)}${"x".repeat(300_000)}\n`);
  const after = "import os from 'node:os'; [typeof os.cpus, await 5]";
  expect((await notebook.run(after)).text).toBe("[ 'function', 5 ]");
  expect((await notebook.run("null.x")).error?.position).toEqual({ line: 1, column: 6 });
});

/** The engine as it is shipped: bundled, with its own copies of the globals. */
async function builtEngine(): Promise<CreateEngine> {
  const folder = join(installation, ".cache", `test-engine-${process.pid}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await build({
    ...programOptions,
    entryPoints: {
      engine: join(installation, "kernel", "engine", "index.ts"),
    },
    outdir: join(folder, "dist"),
  });
  await buildBooted(join(folder, "dist"), ["engine-child"]);
  const module_ = (await import(pathToFileURL(join(folder, "dist", "engine.js")).href)) as {
    createEngine: CreateEngine;
  };
  return module_.createEngine;
}

test("a folder that is not there is refused at once", () => {
  expect(() => openEngine({ directory: "/no/such/folder" })).toThrow(
    expect.objectContaining({ code: "ENGINE_DIRECTORY" }) as Error,
  );
});

test("two engines at once do not know each other", async () => {
  const [one, other] = [open(), open()];
  await Promise.all([one.run("const mine = 1"), other.run("const mine = 2")]);
  expect((await one.run("mine")).text).toBe("1");
  expect((await other.run("mine")).text).toBe("2");
});
