import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findUv } from "../../kernel/install/environment/uv.ts";
import { findPlaces } from "../../kernel/install/home.mjs";

test("a Python without pip, on a machine without uv, is told what to install", async () => {
  const cache = mkdtempSync(join(tmpdir(), "convlab-uv-"));
  const { PATH: path, PIP_INDEX_URL: index } = process.env;
  process.env["PATH"] = cache;
  delete process.env["PIP_INDEX_URL"];
  try {
    const python = { path: "/usr/bin/python3", version: "3.11.2", hasPip: false };
    const found = findUv({ ...findPlaces(), cache }, python, () => undefined);
    await expect(found).rejects.toMatchObject({
      code: "NO_PIP",
      message: expect.stringContaining("python3-pip") as string,
    });
  } finally {
    process.env["PATH"] = path;
    if (index !== undefined) process.env["PIP_INDEX_URL"] = index;
    rmSync(cache, { recursive: true, force: true });
  }
});
