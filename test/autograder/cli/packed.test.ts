import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPlaces } from "../../../kernel/install/home.mjs";
import { root } from "../../../kernel/install/node24.mjs";
import { makeConnection } from "../../support/kernel-process.ts";
import { installPacked } from "../../support/packed.ts";
import { KernelClient } from "../../support/zmq-client.ts";

const execute = promisify(execFile);
let folder: string;
let installed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "convlab-packed-"));
  installed = await installPacked(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const convlab = (...words: string[]) =>
  execute(process.execPath, [join(installed, "kernel", "convlab.mjs"), ...words], { cwd: folder });

test("the installed package says its version and its commands", async () => {
  expect((await convlab("--version")).stdout).toBe(`${findPlaces().version}\n`);
  expect((await convlab("--help")).stdout).toContain("convlab COMMAND --help");
});

test("the installed package writes and releases a lab in a folder of its own", async () => {
  await mkdir(join(folder, "solutions"));
  await convlab("lab", "new", "02-pooling");
  const { stdout } = await convlab("lab", "release", "2");
  expect(stdout).toBe("wrote labs/02-pooling/02-pooling.ipynb\n");
  expect(await readFile(join(folder, "labs/02-pooling/02-pooling.ipynb"), "utf8")).toContain(
    "NotImplementedError",
  );
});

test("the installed kernel runs a cell that imports a door, without the clone", async () => {
  const info = await makeConnection();
  const file = join(folder, "connection.json");
  await writeFile(file, JSON.stringify(info), { mode: 0o600 });
  const server = join(installed, "dist", "server.cjs");
  const kernel = spawn(process.execPath, [server, file], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, CONVLAB_DATA_DIR: join(folder, "data") },
  });
  const ended = once(kernel, "exit");
  const client = new KernelClient(info);
  try {
    await client.ready();
    const cell =
      'import { tensor } from "convlab/tensor"; console.log(tensor([[1, 2]]).shape.join());';
    const { reply, stdout } = await client.execute(cell);
    expect(reply).toMatchObject({ status: "ok" });
    expect(stdout).toBe("1,2\n");
    const wrong = await client.execute("const size: number = tensor([1]);");
    expect(wrong.reply).toMatchObject({ status: "error", ename: "TypeCheckError" });
  } finally {
    client.close();
    kernel.kill("SIGTERM");
    await ended;
  }
});

test("every door that package.json names is in the package, with its types", async () => {
  const { exports } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as {
    exports: Record<string, string | { types: string; default: string }>;
  };
  const doors = Object.values(exports).filter((door) => typeof door !== "string");
  const missing = doors
    .flatMap(({ types, default: code }) => [types, code])
    .filter((path) => !existsSync(join(installed, path)));
  expect(missing).toEqual([]);
});

test("every door of the library has a name in package.json, and a place in `convlab` itself", async () => {
  const helpers = join(root, "kernel", "helpers");
  const folders = (await readdir(helpers)).filter((name) =>
    existsSync(join(helpers, name, "index.ts")),
  );
  const script = 'console.log(Object.keys(await import("convlab")).sort().join())';
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
  });
  expect(stdout.trim().split(",")).toEqual(folders.sort());
  for (const name of folders) {
    await execute(
      process.execPath,
      ["--input-type=module", "-e", `await import("convlab/${name}")`],
      {
        cwd: folder,
      },
    );
  }
});

test("a program of its own imports a door by the package's name", async () => {
  const script =
    'const { tensor } = await import("convlab/tensor"); console.log(tensor([[1, 2]]).shape)';
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
  });
  expect(stdout).toBe("[ 1, 2 ]\n");
});
