import { curveKeyPair, Dealer } from "zeromq";
import { expect, test } from "vitest";
import { KernelProcess } from "../support/kernel-process.ts";
import { within } from "../support/wait.ts";

test("with curve keys in the connection file all sockets are encrypted, and strangers stay out", async () => {
  const { publicKey, secretKey } = curveKeyPair();
  const keys = { curve_publickey: publicKey, curve_secretkey: secretKey };
  await using kernel = await KernelProcess.start("scripted", {}, keys);
  const { client } = kernel;
  expect((await client.execute("print secret")).stdout).toBe("secret\n");
  await client.heartbeat();

  const stranger = new Dealer({ linger: 0 });
  const { promise: refused, resolve } = Promise.withResolvers<void>();
  stranger.events.on("disconnect", () => resolve());
  stranger.connect(`tcp://${kernel.info.ip}:${kernel.info.shell_port}`);
  await within(refused, 20_000, "refusal of a client without the key");
  stranger.close();
  expect(kernel.log).not.toContain(secretKey);
});
