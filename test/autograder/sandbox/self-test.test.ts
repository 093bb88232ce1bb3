import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, probeWalls } from "../../../autograder/sandbox/index.ts";
import { mendFor } from "../../../autograder/sandbox/mend.ts";
import { attackGuest } from "./attack.ts";

const folder = mkdtempSync(join(tmpdir(), "convlab-self-test-"));
const master = join(folder, "master.ipynb");

beforeAll(() => {
  chmodSync(folder, 0o755);
  writeFileSync(master, "{}");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("every wall of the full sandbox holds here, and each has its line", async () => {
  const walls = await probeWalls({ guest: attackGuest });
  expect(walls.filter((wall) => !wall.holds)).toEqual([]);
  expect(walls.map(({ name }) => name)).toEqual([
    "user",
    "files",
    "network",
    "processes of others",
    "system calls",
    "environment",
    "memory",
    "number of processes",
  ]);
});

test("a sandbox leaves nothing behind when it is closed", async () => {
  const sandbox = await createSandbox({ mode: "full", guest: attackGuest });
  const guest = await sandbox.launch({ allowedImports: [], memoryMb: 200, cpuSeconds: 5 });
  await sandbox.close(); // ends the guest, too
  expect((await guest.exit).kind).toBe("killed-by-us");
  const own = new RegExp(`^convlab-sandbox-${process.pid}-`);
  const left = readdirSync(tmpdir()).filter((name) => own.test(name));
  expect(left).toEqual([]);
});

test("what a killed grader left behind is removed by the next", async () => {
  const left = join(tmpdir(), "convlab-sandbox-999999999-killed"); // beyond the largest process id
  mkdirSync(join(left, "tree-1"), { recursive: true });
  await createSandbox({ mode: "full", guest: attackGuest }).then((sandbox) => sandbox.close());
  expect(existsSync(left)).toBe(false);
});

test("in a container, a master that guests could read stops the grading", async () => {
  chmodSync(master, 0o644);
  const options = { mode: "container", guest: attackGuest, secrets: [master] } as const;
  await expect(createSandbox(options)).rejects.toMatchObject({
    code: "WALL_MISSING",
    given: expect.stringContaining(`a guest reached ${master}`),
    fix: expect.stringContaining("chmod"),
  });
  chmodSync(master, 0o600);
  const sandbox = await createSandbox(options);
  expect(sandbox.mode).toBe("container");
  await sandbox.close();
});

test("without walls the limits still hold, and no wall is claimed", async () => {
  const sandbox = await createSandbox({ mode: "none", guest: attackGuest });
  try {
    expect(sandbox.walls).toEqual([]);
    const guest = await sandbox.launch({ allowedImports: [], memoryMb: 200, cpuSeconds: 10 });
    guest.channel.resume();
    guest.channel.write(`${JSON.stringify({ attack: "bufferMemory" })}\n`);
    expect((await guest.exit).kind).toBe("memory");
  } finally {
    await sandbox.close();
  }
});

test("a missing build is named with the command that mends it", async () => {
  await expect(
    createSandbox({ mode: "full", guest: join(folder, "no-such-guest.js") }),
  ).rejects.toMatchObject({ code: "NOT_BUILT", fix: "npm run build" });
});

test("what the walls' programs say leads to what mends it", () => {
  expect(mendFor("sh: 1: exec: bwrap: not found")).toContain("apt install bubblewrap");
  expect(mendFor("bwrap: Unknown option --disable-userns")).toContain("0.8");
  expect(mendFor("bwrap: setting up uid map: Permission denied")).toContain("apparmor");
  expect(mendFor("bwrap: Can't mount proc on /newroot/proc: Operation not permitted")).toContain(
    "--sandbox=container",
  );
});
