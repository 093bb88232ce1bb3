import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ChannelError,
  FrameReader,
  noRequest,
  writeFrame,
} from "../../../autograder/sandbox/channel/index.ts";
import type { Frame } from "../../../autograder/sandbox/channel/index.ts";

const frame = (body: Uint8Array): Frame => ({
  kind: "reply",
  request: "00ff00ff00ff00ff",
  body: Buffer.from(body),
});

test("frames arrive whole and in order, however the stream is cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (bodies, cuts) => {
        const sent = bodies.map(frame);
        const stream = Buffer.concat(sent.map(writeFrame));
        const reader = new FrameReader();
        const seen: Frame[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          seen.push(...reader.push(stream.subarray(at, at + size)));
          at += size;
        }
        expect(seen).toEqual(sent);
      },
    ),
    { seed: 11 },
  );
});

test("a frame that claims to be too long, too short or of no kind is refused at once", () => {
  const faultOf = (bytes: Buffer): string => {
    try {
      new FrameReader().push(bytes);
    } catch (error) {
      return error instanceof ChannelError ? error.code : String(error);
    }
    return "none";
  };
  const good = writeFrame({ kind: "hello", request: noRequest, body: Buffer.alloc(0) });
  expect(faultOf(good)).toBe("none");
  expect(faultOf(Buffer.from([255, 255, 255, 255]))).toBe("FRAME_TOO_LARGE");
  expect(faultOf(Buffer.from([1, 0, 0, 0, 12]))).toBe("FRAME_TRUNCATED");
  const odd = Buffer.from(good);
  odd.writeUInt8(99, 4);
  expect(faultOf(odd)).toBe("FRAME_KIND");
});
