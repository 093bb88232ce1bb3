import { DebugClient } from "./debug-client.ts";
import { KernelProcess } from "./kernel-process.ts";

/** A kernel whose debugger is on. */
export interface DebuggedKernel {
  readonly kernel: KernelProcess;
  readonly client: KernelProcess["client"];
  readonly page: DebugClient;
}

/** Starts a kernel, runs cells in it and turns its debugger on. */
export async function debugged(before: readonly string[] = []): Promise<DebuggedKernel> {
  const kernel = await KernelProcess.start();
  const { client } = kernel;
  for (const code of before) await client.execute(code);
  const page = new DebugClient(client);
  await page.enable();
  return { kernel, client, page };
}
