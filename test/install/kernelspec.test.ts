import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { convlabDataFolder, jupyterDataFolder } from "../../kernel/core/folders.ts";
import { kernelCommand } from "../../kernel/install/kernel-command.ts";
import { systemFolders } from "../../kernel/install/kernels-folder.ts";
import {
  installKernelspec,
  listKernelspecs,
  uninstallKernelspec,
} from "../../kernel/install/kernelspec.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "convlab-kernelspec-"));
  vi.stubEnv("JUPYTER_DATA_DIR", join(folder, "user"));
  vi.stubEnv("JUPYTER_PATH", join(folder, "environment", "share", "jupyter"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function readSpec(place: string): { argv: string[] } & Record<string, unknown> {
  return JSON.parse(readFileSync(join(place, "kernel.json"), "utf8")) as {
    argv: string[];
  } & Record<string, unknown>;
}

test("the kernelspec starts the built server on an absolute Node, with interrupts by message", async () => {
  const place = await installKernelspec({ user: true });
  expect(place).toBe(join(folder, "user", "kernels", "convlab"));
  const spec = readSpec(place);
  const [node = "", flag, server = "", file] = spec.argv;
  expect(flag).toBe("--max-semi-space-size=2");
  expect([node, server].every(isAbsolute)).toBe(true);
  expect([node, server].every(existsSync)).toBe(true);
  expect(server).toMatch(/dist.server\.cjs$/);
  expect(file).toBe("{connection_file}");
  expect(spec).toMatchObject({
    display_name: "TypeScript (Convlab)",
    language: "typescript",
    interrupt_mode: "message",
  });
});

test("the pictures that JupyterLab's launcher shows lie beside it, in their sizes", async () => {
  const place = await installKernelspec({ user: true });
  expect(readFileSync(join(place, "logo-svg.svg"), "utf8")).toMatch(/^<svg [^>]*viewBox/);
  for (const size of [32, 64]) {
    const png = readFileSync(join(place, `logo-${size}x${size}.png`));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
});

test("--prefix and a data folder have their own places", async () => {
  const prefix = join(folder, "environment");
  expect(await installKernelspec({ prefix })).toBe(
    join(prefix, "share", "jupyter", "kernels", "convlab"),
  );
  const dataDir = join(folder, "data");
  expect(await installKernelspec({ dataDir })).toBe(join(dataDir, "kernels", "convlab"));
});

test("--sys-prefix takes the environment that is active", async () => {
  vi.stubEnv("VIRTUAL_ENV", join(folder, "venv"));
  expect(await installKernelspec({ sysPrefix: true })).toBe(
    join(folder, "venv", "share", "jupyter", "kernels", "convlab"),
  );
});

test("installing again replaces what is there and leaves no draft behind", async () => {
  const place = await installKernelspec({ user: true });
  writeFileSync(join(place, "kernel.json"), "{");
  await installKernelspec({ user: true });
  expect(readSpec(place).argv).toHaveLength(4);
  expect(readdirSync(join(place, ".."))).toEqual(["convlab"]);
});

test("several installations at once do not disturb each other", async () => {
  const places = await Promise.all(
    Array.from({ length: 4 }, () => installKernelspec({ user: true })),
  );
  const [place = ""] = places;
  expect(readSpec(place).argv).toHaveLength(4);
  expect(readdirSync(join(place, ".."))).toEqual(["convlab"]);
});

test("other users of the machine can read it", async () => {
  const place = await installKernelspec({ prefix: join(folder, "environment") });
  expect(statSync(place).mode & 0o055).toBe(0o055);
});

test("a list names each place and what is missing there", async () => {
  await installKernelspec({ user: true });
  const broken = await installKernelspec({ prefix: join(folder, "environment") });
  const spec = readSpec(broken);
  writeFileSync(
    join(broken, "kernel.json"),
    JSON.stringify({ ...spec, argv: ["/gone/node", ...spec.argv.slice(1)] }),
  );
  const found = (await listKernelspecs()).filter((it) => it.folder.startsWith(folder));
  expect(found.map(({ folder, missing }) => [folder, missing])).toEqual([
    [broken, ["/gone/node"]],
    [join(folder, "user", "kernels", "convlab"), []],
  ]);
});

test("uninstall removes ours, says when there is none, and leaves a stranger's alone", async () => {
  const place = await installKernelspec({ user: true });
  expect(await uninstallKernelspec({ user: true })).toBe(place);
  expect(existsSync(place)).toBe(false);
  expect(await uninstallKernelspec({ user: true })).toBeUndefined();
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "kernel.json"), '{"display_name":"Another","argv":["x"]}');
  await expect(uninstallKernelspec({ user: true })).rejects.toMatchObject({
    code: "KERNELSPEC_NOT_OURS",
  });
  expect(existsSync(place)).toBe(true);
});

test("a place that is no folder is refused with a mend", async () => {
  writeFileSync(join(folder, "file"), "");
  await expect(installKernelspec({ prefix: join(folder, "file") })).rejects.toMatchObject({
    code: "KERNELSPEC_NOT_WRITABLE",
    fix: expect.stringContaining("--user"),
  });
});

describe("convlab kernel", () => {
  test("installs, lists and uninstalls", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    expect(await kernelCommand(["install", "--prefix", join(folder, "environment")])).toBe(0);
    await kernelCommand(["list"]);
    expect(await kernelCommand(["uninstall", "--prefix", join(folder, "environment")])).toBe(0);
    const said = log.mock.calls.flat().join("\n");
    expect(said).toContain(join(folder, "environment", "share", "jupyter", "kernels", "convlab"));
    expect(said).toContain("server.cjs");
  });

  test.each([
    [["install", "--user", "--sys-prefix"], "one place at a time"],
    [["install", "--prefx", "x"], "--prefx"],
    [["instal"], "instal"],
  ])("%j ends with 2 and says why", async (args, why) => {
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await kernelCommand(args)).toBe(2);
    expect(error.mock.calls.flat().join("\n")).toContain(why);
  });
});

describe("folders on", () => {
  const linux = { platform: "linux", env: {}, home: "/home/ada" };
  const mac = { platform: "darwin", env: {}, home: "/Users/ada" };
  const windows = {
    platform: "win32",
    env: { APPDATA: "C:\\Users\\ada\\AppData\\Roaming", PROGRAMDATA: "C:\\ProgramData" },
    home: "C:\\Users\\ada",
  };

  test("Linux", () => {
    expect(jupyterDataFolder(linux)).toBe("/home/ada/.local/share/jupyter");
    expect(convlabDataFolder(linux)).toBe("/home/ada/.local/share/convlab");
    expect(jupyterDataFolder({ ...linux, env: { XDG_DATA_HOME: "/data" } })).toBe("/data/jupyter");
  });

  test("macOS", () => {
    expect(jupyterDataFolder(mac)).toBe("/Users/ada/Library/Jupyter");
    expect(convlabDataFolder(mac)).toBe("/Users/ada/Library/Application Support/convlab");
  });

  test("Windows", () => {
    expect(jupyterDataFolder(windows)).toBe("C:\\Users\\ada\\AppData\\Roaming\\jupyter");
    expect(jupyterDataFolder({ ...windows, env: {} })).toBe(
      "C:\\Users\\ada\\AppData\\Roaming\\jupyter",
    );
    expect(systemFolders(windows)).toEqual(["C:\\ProgramData\\jupyter"]);
  });

  test("any system, variables of their own win", () => {
    const env = { JUPYTER_DATA_DIR: "/j", CONVLAB_DATA_DIR: "/c" };
    expect(jupyterDataFolder({ ...mac, env })).toBe("/j");
    expect(convlabDataFolder({ ...windows, env })).toBe("/c");
  });
});
