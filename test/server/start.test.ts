// How the process starts, and what it says when it cannot.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { KernelProcess } from "../support/kernel-process.ts";

const folder = mkdtempSync(join(tmpdir(), "convlab-notebooks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a lab's kernel is told the imports that its notebook allows", async () => {
  await using lab = await startIn("lab", {
    metadata: { convlab: { allowedImports: ["convlab/tensor"] } },
  });
  expect(await optionsOf(lab)).toMatchObject({ allowedImports: ["convlab/tensor"] });
});

test("a notebook that is no lab, or no JSON yet, may import everything", async () => {
  await using plain = await startIn("plain", { metadata: {} });
  await using broken = await startIn("broken", "{");
  expect(await optionsOf(plain)).not.toHaveProperty("allowedImports");
  expect(await optionsOf(broken)).not.toHaveProperty("allowedImports");
});

test("a port that is taken is named with a mend, and the kernel ends", async () => {
  await using first = await KernelProcess.start("scripted");
  await using second = await KernelProcess.spawn("scripted", {}, { hb_port: first.info.hb_port });
  await second.exited;
  expect(second.child.exitCode).toBe(1);
  expect(second.log).toContain(`127.0.0.1:${first.info.hb_port}`);
  expect(second.log).toContain("to mend");
  expect(second.log).not.toMatch(/\n\s+at /); // no stack for the user
});

/** A kernel whose notebook holds `notebook`. */
function startIn(name: string, notebook: object | string): Promise<KernelProcess> {
  const path = join(folder, `${name}.ipynb`);
  writeFileSync(path, typeof notebook === "string" ? notebook : JSON.stringify(notebook));
  return KernelProcess.start("scripted", { JPY_SESSION_NAME: path });
}

async function optionsOf(kernel: KernelProcess): Promise<object> {
  const { messages } = await kernel.client.execute("options");
  const data = messages.find(({ type }) => type === "execute_result")?.content["data"];
  return JSON.parse((data as Record<string, string>)["text/plain"] ?? "") as object;
}
