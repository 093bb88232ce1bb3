// The wire to Node's own inspector port: a WebSocket (RFC 6455) with text messages, on the loopback. Written out here
// because Node's own WebSocket takes 17 MB of the server's memory, and what a package for it imports takes 4 MB.
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import type { Wire, WireListener } from "./wire.ts";

/** A longer message ends the wire: a debugger that reads too much must not take the kernel with it. */
const longestMessage = 64 * 2 ** 20; // bytes

const opcode = { more: 0, text: 1, close: 8 } as const;
const isLast = 0x80;
const isMasked = 0x80;

/** @param address of the inspector, with its secret path, as soon as it is known */
export function openWebSocket(address: Promise<URL>, listener: WireListener): Wire {
  const held: Buffer[] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let socket: Socket | undefined;
  let isOpen = false;
  let isOver = false;
  const over = (): void => {
    listener.closed();
    end();
  };
  const open = (url: URL): void => {
    const { hostname: host, port } = url;
    socket = connect({ host, port: Number(port), localAddress: host, noDelay: true });
    socket.on("error", () => undefined); // the end of the process: "close" follows
    socket.on("close", over);
    socket.write(greeting(url));
    socket.once("data", (answer) => {
      if (!answer.toString("latin1").startsWith("HTTP/1.1 101 ")) return void socket?.destroy();
      isOpen = true;
      socket?.on(
        "data",
        messageReader(listener.message, () => socket?.destroy()),
      );
      for (const frame of held.splice(0)) socket?.write(frame);
    });
  };
  void address.then(open, over);
  const write = (frame: Buffer): void => {
    if (isOpen) socket?.write(frame);
    else held.push(frame);
  };
  return {
    send(message) {
      if (!isOver) write(encodeFrame(opcode.text, Buffer.from(message)));
    },
    close() {
      if (!isOver) write(encodeFrame(opcode.close, Buffer.alloc(0))); // Node answers by hanging up, in order
      isOver = true;
      return ended;
    },
  };
}

function greeting({ host, pathname }: URL): string {
  const lines = [
    `GET ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** A client's frame. The mask that the protocol asks for is zero: it protects web proxies, and there is none here. */
export function encodeFrame(code: number, body: Buffer): Buffer {
  const { length } = body;
  const header = Buffer.alloc(length < 126 ? 6 : length < 2 ** 16 ? 8 : 14);
  header.writeUInt8(isLast | code, 0);
  if (length < 126) header.writeUInt8(isMasked | length, 1);
  else if (length < 2 ** 16) {
    header.writeUInt8(isMasked | 126, 1);
    header.writeUInt16BE(length, 2);
  } else {
    header.writeUInt8(isMasked | 127, 1);
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, body]);
}

/**
 * Reads a server's frames.
 * @param take hears each whole text @param refuse hears that one is too long: nothing more is read
 */
export function messageReader(
  take: (text: string) => void,
  refuse: () => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 2;
  let parts: Buffer[] = [];
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= needed) {
      const bytes = chunks.length === 1 ? (chunks[0] ?? chunk) : Buffer.concat(chunks);
      chunks = [bytes];
      const { start, end } = frameSize(bytes);
      needed = end;
      if (end + parts.reduce((sum, part) => sum + part.length, 0) > longestMessage) return refuse();
      if (size < end) continue;
      const first = bytes.readUInt8(0);
      const code = first & 0x0f;
      if (code === opcode.text || code === opcode.more) parts.push(bytes.subarray(start, end));
      if ((first & isLast) !== 0 && code <= opcode.text) {
        const text = Buffer.concat(parts).toString("utf8");
        parts = [];
        take(text);
      }
      chunks = [bytes.subarray(end)];
      size -= end;
      needed = 2;
    }
  };
}

/** Where the body of the frame at the front starts and ends; its header may not be whole yet: then `end` is what it needs. */
function frameSize(bytes: Buffer): { readonly start: number; readonly end: number } {
  const short = bytes.readUInt8(1) & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return { start, end: start };
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return { start, end: start + length };
}
