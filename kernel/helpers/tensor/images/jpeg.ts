// JPEG: jpeg-js decodes and encodes; here the file's frame is looked at before anything is unpacked.
import jpeg from "jpeg-js";
import { checkPixels, corrupt, unsupported } from "./faults.ts";
import type { RawImage } from "./raw.ts";

/** Memory that decoding may take, MB. */
const mostMemory = 512;

/** Decodes a JPEG, baseline or progressive; a grey one to one channel, all others to RGB. */
export function decodeJpeg(bytes: Uint8Array, name: string): RawImage {
  const { width, height, components } = frameOf(bytes, name);
  checkPixels("readImage", width, height);
  try {
    const decoded = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxMemoryUsageInMB: mostMemory,
      maxResolutionInMP: 17,
    });
    const grey = components === 1;
    const values = grey ? decoded.data.filter((_, i) => i % 3 === 0) : decoded.data;
    return { width, height, channels: grey ? 1 : 3, values, largest: 255 };
  } catch (error) {
    throw corrupt(name, error instanceof Error ? error.message : String(error), error);
  }
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** The start-of-frame segment: sizes and number of colour components. */
function frameOf(bytes: Uint8Array, name: string): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) throw corrupt(name, `no segment begins at byte ${at}`);
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const bits = view.getUint8(at + 4);
      if (marker > 0xc2 || bits !== 8) {
        throw unsupported(name, `JPEG of kind ${marker - 0xc0} with ${bits} bits`);
      }
      return {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw corrupt(name, "it ends before its sizes are told");
}

/** Encodes an image of 8 bits; `quality` 1 to 100. */
export function encodeJpeg(image: RawImage, quality: number): Uint8Array {
  const { width, height, channels, values } = image;
  const data = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let c = 0; c < 3; c += 1) {
      data[4 * pixel + c] = values[pixel * channels + (channels === 1 ? 0 : c)] ?? 0;
    }
    data[4 * pixel + 3] = 255;
  }
  return withBuffer(() => Uint8Array.from(jpeg.encode({ width, height, data }, quality).data));
}

/** jpeg-js ends in `Buffer.from`; in a page, which has no Buffer, a typed array stands in for the time of the call. */
function withBuffer<Result>(run: () => Result): Result {
  if (Reflect.has(globalThis, "Buffer")) return run();
  Reflect.set(globalThis, "Buffer", { from: (list: ArrayLike<number>) => Uint8Array.from(list) });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(globalThis, "Buffer");
  }
}
