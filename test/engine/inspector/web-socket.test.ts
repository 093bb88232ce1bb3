import { once } from "node:events";
import { createServer } from "node:net";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import {
  encodeFrame,
  messageReader,
  openWebSocket,
} from "../../../kernel/engine/inspector/web-socket.ts";

/** A server's frame of a text: a client's without its mask. */
function serverFrame(text: string): Buffer {
  const frame = encodeFrame(1, Buffer.from(text));
  frame.writeUInt8(frame.readUInt8(1) & 0x7f, 1);
  const header = { 126: 4, 127: 10 }[frame.readUInt8(1)] ?? 2;
  return Buffer.concat([frame.subarray(0, header), frame.subarray(header + 4)]);
}

test("a text is one frame: its length in one, three or nine bytes, and a mask of zeros", () => {
  // RFC 6455, 5.2: 0x81 = last frame, text; 0x80 + length, or 0x80 + 126 and two bytes, or 0x80 + 127 and eight
  expect([...encodeFrame(1, Buffer.from("hi"))]).toEqual([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
  const middle = encodeFrame(1, Buffer.alloc(258));
  expect([...middle.subarray(0, 8)]).toEqual([0x81, 0xfe, 1, 2, 0, 0, 0, 0]); // 258 = 1·256 + 2
  const long = encodeFrame(1, Buffer.alloc(65_536));
  expect([...long.subarray(0, 14)]).toEqual([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
});

test("texts come out as they went in, however the bytes are cut", () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer({ min: 120, max: 130 }).map((length) => "é".repeat(length)),
      fc.constant("x".repeat(66_000)),
    ),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(
      texts,
      fc.array(fc.integer({ min: 1, max: 70_000 }), { maxLength: 20 }),
      (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(serverFrame));
        const heard: string[] = [];
        const read = messageReader(
          (text) => heard.push(text),
          () => heard.push("refused"),
        );
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          read(bytes.subarray(at, at + cut));
          at = Math.min(at + cut, bytes.length);
        }
        expect(heard).toEqual(sent);
      },
    ),
    { seed: 7, numRuns: 200 },
  );
});

test("a text in pieces is put together, and what is no text between them is passed over", () => {
  const heard: string[] = [];
  const read = messageReader(
    (text) => heard.push(text),
    () => heard.push("refused"),
  );
  read(Buffer.from([0x01, 2, 0x68, 0x65])); // "he", more follows
  read(Buffer.from([0x89, 1, 0x21])); // a ping
  read(Buffer.from([0x80, 3, 0x6c, 0x6c, 0x6f])); // "llo", the end
  expect(heard).toEqual(["hello"]);
});

test("a message beyond the limit is refused by its header, before its bytes are here", () => {
  let isRefused = false;
  const read = messageReader(
    () => undefined,
    () => (isRefused = true),
  );
  const header = Buffer.alloc(10);
  header.writeUInt8(0x81, 0);
  header.writeUInt8(127, 1);
  header.writeBigUInt64BE(2n ** 40n, 2);
  read(header);
  expect(isRefused).toBe(true);
});

/** How often a wire to that address says that it is closed. */
async function closings(address: Promise<URL>): Promise<number> {
  let count = 0;
  const wire = openWebSocket(address, { message: () => undefined, closed: () => (count += 1) });
  wire.send("lost");
  await wire.close();
  return count;
}

test("a port that refuses, or speaks no WebSocket, closes the wire", async () => {
  const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const at = server.address();
  const port = typeof at === "object" && at ? at.port : 0;
  for (const url of [`ws://127.0.0.1:${port}/secret`, "ws://127.0.0.1:1/nobody"])
    expect(await closings(Promise.resolve(new URL(url)))).toBe(1);
});

test("a process that ends without a word of its port closes the wire", async () => {
  expect(await closings(Promise.reject(new Error("ended")))).toBe(1);
});
