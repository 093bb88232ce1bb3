import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../../kernel/install/command.mjs";
import { alone } from "../../kernel/install/setup-lock.mjs";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "convlab-lock-"));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const never = (): never => {
  throw new Error("waited for nobody");
};

test("a second set-up waits until the first is done, and says so", async () => {
  const order: string[] = [];
  let finish = (): void => undefined;
  const first = alone(
    cache,
    () => new Promise<void>((resolve) => (finish = resolve)).then(() => void order.push("first")),
    never,
  );
  let waits = 0;
  const waited = Promise.withResolvers<void>();
  const second = alone(
    cache,
    () => Promise.resolve(void order.push("second")),
    () => {
      waits += 1;
      waited.resolve();
    },
  );
  await waited.promise;
  expect(order).toEqual([]);
  finish();
  await Promise.all([first, second]);
  expect(order).toEqual(["first", "second"]);
  expect(waits).toBe(1);
});

test("a lock that a killed process left is taken over", async () => {
  const { output } = await run(process.execPath, ["-p", "process.pid"]); // a process that is gone now
  writeFileSync(join(cache, "setup.lock"), output.trim());
  expect(
    await alone(
      cache,
      () => Promise.resolve("done"),
      () => undefined,
    ),
  ).toBe("done");
  expect(existsSync(join(cache, "setup.lock"))).toBe(false);
});

test("a set-up that fails lets the next one in", async () => {
  const failing = alone(cache, () => Promise.reject(new Error("no network")), never);
  await expect(failing).rejects.toThrow("no network");
  expect(await alone(cache, () => Promise.resolve("done"), never)).toBe("done");
});
