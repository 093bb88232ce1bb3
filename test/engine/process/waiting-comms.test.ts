import { expect, test } from "vitest";
import { WaitingComms } from "../../../kernel/engine/process/waiting-comms.ts";

test("what was at work is over with its end, and what begins then is not what was asked about", () => {
  const comms = new WaitingComms();
  expect(comms.atWork()()).toBe(false);
  comms.listening(true);
  const isStillAtWork = comms.atWork();
  comms.listening(true);
  expect(isStillAtWork()).toBe(true);
  comms.listening(false);
  expect(isStillAtWork()).toBe(false);
  comms.listening(true);
  expect(isStillAtWork()).toBe(false);
  expect(comms.atWork()()).toBe(true);
});

test("a message that nobody has heard yet is at work, until it is heard or the child is gone", async () => {
  const comms = new WaitingComms();
  const { id, heard } = comms.add();
  const isStillAtWork = comms.atWork();
  expect(isStillAtWork()).toBe(true);
  comms.take(id);
  await heard;
  expect(isStillAtWork()).toBe(false);
  comms.add();
  comms.takeAll();
  expect(comms.atWork()()).toBe(false);
});
