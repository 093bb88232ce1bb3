import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BuiltSandbox } from "../../../autograder/sandbox/sandbox.ts";
import { attack, attackSandbox } from "./attack.ts";

let sandbox: BuiltSandbox;
let bare: BuiltSandbox;
const folder = mkdtempSync(join(tmpdir(), "convlab-canary-"));
const canary = join(folder, "canary.txt");

beforeAll(async () => {
  writeFileSync(canary, "the canary sings", { mode: 0o644 });
  [sandbox, bare] = await Promise.all([attackSandbox(), attackSandbox({ mode: "none" })]);
});
afterAll(async () => {
  await Promise.all([sandbox.close(), bare.close()]);
  rmSync(folder, { recursive: true });
});

test("a guest cannot read a file of the host, which it reads without the walls", async () => {
  expect(await attack(bare, "read", [canary])).toEqual({ [canary]: { value: "the canary sings" } });
  const paths = [canary, "/etc/shadow", "/etc/hostname", "/proc/1/root/etc/shadow", "/bin/sh"];
  const seen = (await attack(sandbox, "read", paths)) as Record<string, { refused?: string }>;
  const codes = paths.map((path) => seen[path]?.refused ?? `${path} was read`);
  expect(codes.filter((code) => !/^(ENOENT|EACCES)$/.test(code))).toEqual([]);
});

test("a guest writes its scratch folder and nothing else", async () => {
  const inside = ["/scratch/x", "/tmp/x"];
  const outside = [
    "/x",
    "/runtime/dist/sandbox-guest.js",
    "/runtime/x",
    "/dev/shm/x",
    "/etc/passwd",
  ];
  const seen = await attack(sandbox, "write", [...inside, ...outside]);
  expect(seen).toEqual({
    ...Object.fromEntries(inside.map((path) => [path, { value: null }])),
    ...Object.fromEntries(outside.map((path) => [path, { refused: "EROFS" }])),
  });
});

test("settings of the kernel, which are everybody's, cannot be written", async () => {
  const settings = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/vm/drop_caches",
    "/proc/sysrq-trigger",
    "/proc/1/oom_score_adj",
  ];
  const seen = (await attack(sandbox, "write", settings)) as Record<string, { refused?: string }>;
  const codes = settings.map((path) => seen[path]?.refused ?? `${path} was written`);
  expect(codes.filter((code) => !/^(ENOENT|EACCES|EROFS|EPERM|EINVAL)$/.test(code))).toEqual([]);
});

test("what one guest wrote is gone for the next", async () => {
  await attack(sandbox, "write", ["/scratch/left", "/tmp/left"]);
  expect(await attack(sandbox, "read", ["/scratch/left", "/tmp/left"])).toEqual({
    "/scratch/left": { refused: "ENOENT" },
    "/tmp/left": { refused: "ENOENT" },
  });
});

test("a link out of the scratch folder leads nowhere", async () => {
  expect(await attack(sandbox, "linkOut", canary)).toEqual({
    read: { refused: "ENOENT" },
    written: { refused: "ENOENT" },
  });
  expect(readFileSync(canary, "utf8")).toBe("the canary sings");
});

test("a guest sees the runtime, a scratch folder, and neither a shell nor a line of the course", async () => {
  const found = (await attack(sandbox, "list")) as string[];
  expect(found).toContain("/runtime/bin/node");
  const top = [...new Set(found.map((path) => path.split("/")[1] ?? ""))].toSorted((a, b) =>
    a.localeCompare(b),
  );
  expect(top.filter((name) => !/^(lib|lib64|usr|nix)$/.test(name))).toEqual([
    "etc",
    "runtime",
    "scratch",
    "tmp",
  ]);
  expect(found.filter((path) => /solutions|\.ipynb|mutants|\/sh$|\/bash$/.test(path))).toEqual([]);
});

test("a descriptor that the grader inherited stays outside", async () => {
  // file descriptors without close-on-exec reach every child: a shell's `9<secret` is enough
  const script = `
    import { attack, attackSandbox } from ${JSON.stringify(join(import.meta.dirname, "attack.ts"))};
    const sandbox = await attackSandbox();
    console.log(JSON.stringify(await attack(sandbox, "descriptors")));
    await sandbox.close();`;
  const secret = openSync(canary, "r");
  try {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--conditions=development", "--input-type=module", "--eval", script],
      {
        stdio: [
          "ignore",
          "pipe",
          "pipe",
          "ignore",
          secret,
          "ignore",
          "ignore",
          "ignore",
          "ignore",
          secret,
        ],
        encoding: "utf8",
        timeout: 30_000,
      },
    );
    expect(stderr).toBe("");
    expect(stdout).not.toContain("canary");
    expect(JSON.parse(stdout)).toEqual({});
  } finally {
    closeSync(secret);
  }
});

test("the scratch folder has a size", async () => {
  const { written, refused } = (await attack(sandbox, "fillScratch", 200)) as {
    written: number;
    refused: string;
  };
  expect(refused).toBe("ENOSPC");
  expect(written).toBeGreaterThan(100);
});
