import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodeStream,
  encodeJson,
  encodeStream,
  FrameReader,
  frameKind,
} from "../../kernel/engine/process/frames.ts";

test("frames come out as they went in, wherever the stream is cut", () => {
  const text = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), fc.array(fc.nat(300)), (texts, cuts) => {
      const bytes = Buffer.concat([
        ...texts.map((each) => encodeStream("stdout", "run 𝒙", each.toWellFormed())),
        encodeJson({ type: "ready" }),
      ]);
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const reader = new FrameReader();
      const frames = places
        .slice(1)
        .flatMap((end, index) => [...reader.read(bytes.subarray(places[index], end))]);
      expect(frames.slice(0, -1).map(({ body }) => decodeStream(body).text)).toEqual(
        texts.map((each) => each.toWellFormed()),
      );
      const last = frames.at(-1);
      expect(last?.kind).toBe(frameKind.json);
      expect(last?.body.toString()).toBe('{"type":"ready"}');
    }),
    { seed: 5, numRuns: 2000 },
  );
});
