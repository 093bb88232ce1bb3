import { expect, test } from "vitest";
import { ProtocolError } from "../../kernel/core/index.ts";
import {
  cursorContent,
  executeContent,
  historyContent,
} from "../../kernel/protocol/content/requests.ts";

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ProtocolError && error.code === "BAD_CONTENT") return error.message;
    throw error;
  }
  throw new Error("accepted");
}

test("an execute_request needs its code alone; the rest has the protocol's defaults", () => {
  expect(executeContent({ code: "1" })).toEqual({
    code: "1",
    silent: false,
    storeHistory: true,
    userExpressions: {},
    allowStdin: true,
    stopOnError: true,
  });
});

test("silent forces store_history off", () => {
  expect(executeContent({ code: "", silent: true, store_history: true }).storeHistory).toBe(false);
});

test("all wrong fields are named in one error", () => {
  const message = messageOf(() =>
    executeContent({ silent: "yes", user_expressions: { a: 1 }, stop_on_error: 0 }),
  );
  for (const field of ["code is missing", "silent", "user_expressions.a", "stop_on_error"]) {
    expect(message).toContain(field);
  }
});

test("a history_request of an unknown kind is refused", () => {
  expect(messageOf(() => historyContent({ hist_access_type: "all" }))).toContain(
    "hist_access_type",
  );
});

test("null counts as missing: clients send it for fields that they do not use", () => {
  expect(historyContent({ hist_access_type: "range", session: null, stop: null })).toEqual({
    output: false,
    access: "range",
    session: 0,
    start: 1,
    stop: undefined,
  });
  expect(cursorContent("complete_request", { code: "ab", cursor_pos: null }).cursorPos).toBe(2);
});
