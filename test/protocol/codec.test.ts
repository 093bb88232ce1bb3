import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProtocolError } from "../../kernel/core/index.ts";
import { Codec } from "../../kernel/protocol/wire/codec.ts";
import { Signer } from "../../kernel/protocol/wire/signature.ts";

const KEY = "a-key-of-this-test";
const HEADER = {
  msg_id: "m1",
  msg_type: "kernel_info_request",
  session: "s1",
  username: "",
  subshell_id: null,
  date: "2026-11-21T08:34:36.086Z",
  version: "5.2",
};

function makeCodec(key: string = KEY): Codec {
  return new Codec(new Signer(key, "hmac-sha256"));
}

/** Frames as a client makes them; `parts` replaces header, parent, metadata, content from the left. */
function makeFrames(parts: readonly unknown[] = [], signature?: string): Buffer[] {
  const [header = HEADER, parent = {}, metadata = {}, content = {}] = parts;
  const json = [header, parent, metadata, content].map((part) =>
    part instanceof Buffer
      ? part
      : Buffer.from(typeof part === "string" ? part : JSON.stringify(part)),
  );
  const digest = createHmac("sha256", KEY);
  for (const part of json) digest.update(part);
  return [
    Buffer.from("id"),
    Buffer.from("<IDS|MSG>"),
    Buffer.from(signature ?? digest.digest("hex")),
    ...json,
  ];
}

function errorOf(
  frames: readonly Uint8Array[],
  codec: Codec = makeCodec(),
): ProtocolError | undefined {
  try {
    codec.decode(frames);
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}

function codeOf(frames: readonly Uint8Array[], codec: Codec = makeCodec()): string | undefined {
  return errorOf(frames, codec)?.code;
}

test("a JupyterLab request with empty username and null subshell_id is accepted", () => {
  const message = makeCodec().decode([...makeFrames(), Buffer.from([1, 2, 3])]);
  expect(message.header).toMatchObject({ msgId: "m1", username: "", subshellId: undefined });
  expect(message.header.wire).toEqual(HEADER);
  expect(message.identities.map(String)).toEqual(["id"]);
  expect(message.buffers).toEqual([Buffer.from([1, 2, 3])]);
});

test("what one codec writes, another reads, with content in snake_case and user data untouched", () => {
  const { frames } = makeCodec().encode({
    identities: [Buffer.from("client")],
    type: "execute_reply",
    parent: { msg_id: "p" },
    content: { executionCount: 3, userExpressions: { myName: { camelInside: 1 } } },
  });
  const message = makeCodec().decode(frames.map((frame) => Buffer.from(frame)));
  expect(message.parent).toEqual({ msg_id: "p" });
  expect(message.content).toEqual({
    execution_count: 3,
    user_expressions: { myName: { camelInside: 1 } },
  });
});

test("half a surrogate pair is written as U+FFFD, since notebooks are UTF-8", () => {
  const { frames } = makeCodec().encode({
    identities: [],
    type: "stream",
    parent: undefined,
    content: { text: "a\ud83d b \\ud83d 😀" },
  });
  const message = makeCodec().decode(frames.map((frame) => Buffer.from(frame)));
  expect(message.content).toEqual({ text: "a\ufffd b \\ud83d 😀" });
});

describe("refused, by code:", () => {
  test("a wrong, a short and an empty signature", () => {
    expect(codeOf(makeFrames([], "0".repeat(64)))).toBe("BAD_SIGNATURE");
    expect(codeOf(makeFrames([], "00"))).toBe("BAD_SIGNATURE");
    expect(codeOf(makeFrames([], ""))).toBe("BAD_SIGNATURE");
  });

  test("a byte changed after signing", () => {
    const frames = makeFrames();
    const content = frames.at(-1);
    content?.write("[", 0);
    expect(codeOf(frames)).toBe("BAD_SIGNATURE");
  });

  test("the same signed message a second time", () => {
    const codec = makeCodec();
    expect(codeOf(makeFrames(), codec)).toBeUndefined();
    expect(codeOf(makeFrames(), codec)).toBe("REPLAYED_SIGNATURE");
  });

  test("signed text that is not JSON, not an object, or not UTF-8", () => {
    expect(codeOf(makeFrames([HEADER, "{"]))).toBe("BAD_JSON");
    expect(codeOf(makeFrames([HEADER, [1]]))).toBe("BAD_JSON");
    expect(codeOf(makeFrames([HEADER, {}, {}, "null"]))).toBe("BAD_JSON");
    expect(codeOf(makeFrames([HEADER, {}, {}, Buffer.from('{"a":"\xff"}', "latin1")]))).toBe(
      "BAD_JSON",
    );
  });

  test("headers without id or type, and versions of another protocol", () => {
    expect(codeOf(makeFrames([{ ...HEADER, msg_id: "" }]))).toBe("BAD_HEADER");
    expect(codeOf(makeFrames([{ ...HEADER, msg_type: 7 }]))).toBe("BAD_HEADER");
    expect(codeOf(makeFrames([{ ...HEADER, version: "4.1" }]))).toBe("BAD_HEADER");
  });

  test("frames without delimiter, too few frames, and too much JSON", () => {
    expect(codeOf([])).toBe("NO_DELIMITER");
    expect(codeOf(makeFrames().slice(0, 5))).toBe("TOO_FEW_FRAMES");
    const frames = makeFrames();
    frames[6] = Buffer.alloc(65 * 1024 * 1024, " ");
    expect(codeOf(frames)).toBe("MESSAGE_TOO_LARGE");
  });
});

test("neither key nor right signature is in any error", () => {
  const right = makeFrames()[2]?.toString() ?? "";
  const refused = errorOf(makeFrames([], "f".repeat(64)));
  const text = `${String(refused)} ${JSON.stringify(refused)}`;
  expect(refused?.code).toBe("BAD_SIGNATURE");
  expect(text).not.toContain(KEY);
  expect(text).not.toContain(right);
});

test("without a key nothing is signed and nothing refused for its signature", () => {
  const codec = makeCodec("");
  expect(codeOf(makeFrames([], "anything"), codec)).toBeUndefined();
  const { frames } = codec.encode({
    identities: [],
    type: "status",
    parent: undefined,
    content: {},
  });
  expect(frames[1]).toBe("");
});

test("100,000 random and mutated messages give a message or a ProtocolError, never another error", () => {
  const mutation = fc.record({
    frame: fc.nat(6),
    bytes: fc.uint8Array({ maxLength: 12 }),
    how: fc.constantFrom("replace", "insert", "drop", "append"),
    resign: fc.boolean(),
  });
  const codec = makeCodec();
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      codeOf(mutations.reduce(mutate, makeFrames()), codec);
    }),
    { seed: 11, numRuns: 50_000 },
  );
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 9 }), (frames) => {
      expect(codeOf(frames, codec)).toBeDefined(); // nobody guesses a signature
    }),
    { seed: 12, numRuns: 50_000 },
  );
});

function mutate(
  frames: Buffer[],
  { frame, bytes, how, resign }: { frame: number; bytes: Uint8Array; how: string; resign: boolean },
): Buffer[] {
  const changed = [...frames];
  const at = Math.min(frame, changed.length); // no holes: a socket gives none
  if (how === "replace") changed[at] = Buffer.from(bytes);
  if (how === "insert") changed.splice(frame, 0, Buffer.from(bytes));
  if (how === "drop") changed.splice(frame, 1);
  if (how === "append") changed[at] = Buffer.concat([changed[at] ?? Buffer.alloc(0), bytes]);
  if (resign && changed.length === 7) {
    const digest = createHmac("sha256", KEY);
    for (const part of changed.slice(3)) digest.update(part);
    changed[2] = Buffer.from(digest.digest("hex"));
  }
  return changed;
}

test("small and large messages are signed as HMAC defines it, whatever the key's length", () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const large = fc.integer({ min: 8_000, max: 9_000 }).map((length) => new Uint8Array(length));
  const frames = fc.array(fc.oneof({ weight: 9, arbitrary: bytes }, large), { maxLength: 5 });
  const key = fc.string({ minLength: 1, maxLength: 150, unit: "grapheme" });
  fc.assert(
    fc.property(key, frames, fc.constantFrom("sha256", "sha512", "md5"), (secret, all, name) => {
      const right = createHmac(name, secret);
      for (const frame of all) right.update(frame);
      expect(new Signer(secret, `hmac-${name}`).sign(all)).toBe(right.digest("hex"));
    }),
    { seed: 11, numRuns: 300 },
  );
});
