// PNG: fast-png decodes and encodes; here the file is checked before anything is unpacked, and bits become numbers.
import { convertIndexedToRgb, decode, encode, type DecodedPng } from "fast-png";
import { Unzlib } from "fflate";
import { checkPixels, corrupt, unsupported } from "./faults.ts";
import type { RawImage } from "./raw.ts";

/** Chunks that make the picture; all others (profiles, texts, times) are left out, unpacked by nobody. */
const needed: readonly string[] = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

/** Decodes a PNG. */
export function decodePng(bytes: Uint8Array, name: string): RawImage {
  const chunks = chunksOf(bytes, name);
  const header = headerOf(chunks[0], name);
  const { width, height, depth, interlaced } = header;
  checkPixels("readImage", width, height);
  if (interlaced && depth < 8) throw unsupported(name, `interlaced PNG of ${depth} bits`);
  checkInflated(chunks, header, name);
  const parts = [bytes.subarray(0, 8), ...chunks.map(({ whole }) => whole)];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  try {
    return rawOf(decode(file, { checkCrc: true }));
  } catch (error) {
    throw corrupt(name, error instanceof Error ? error.message : String(error), error);
  }
}

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  /** With length, type and check sum. */
  readonly whole: Uint8Array;
}

function chunksOf(bytes: Uint8Array, name: string): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length;) {
    if (at + 12 > bytes.length) throw corrupt(name, `it ends inside a chunk at byte ${at}`);
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) {
      throw corrupt(
        name,
        `chunk ${type} at byte ${at} says ${length} bytes, but the file ends before`,
      );
    }
    if (needed.includes(type)) {
      chunks.push({ type, body: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    }
    if (type === "IEND") break;
    at = end;
  }
  const found = new Set(chunks.map(({ type }) => type));
  const missing = ["IHDR", "IDAT", "IEND"].filter((type) => !found.has(type));
  if (missing.length > 0) throw corrupt(name, `it has no ${missing.join(", no ")}`);
  return chunks;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
}

const channelsOfType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

function headerOf(chunk: Chunk | undefined, name: string): Header {
  if (chunk?.type !== "IHDR" || chunk.body.length !== 13) {
    throw corrupt(name, "it does not begin with a header of 13 bytes");
  }
  const view = new DataView(chunk.body.buffer, chunk.body.byteOffset, 13);
  const [depth, colourType] = [view.getUint8(8), view.getUint8(9)];
  if (![1, 2, 4, 8, 16].includes(depth) || channelsOfType[colourType] === undefined) {
    throw corrupt(name, `bit depth ${depth}, colour type ${colourType}`);
  }
  const interlaced = view.getUint8(12) !== 0;
  return { width: view.getUint32(0), height: view.getUint32(4), depth, colourType, interlaced };
}

/** Unpacks piece by piece and stops at the first byte too many: a small file must not fill the memory. */
function checkInflated(chunks: readonly Chunk[], header: Header, name: string): void {
  const { width, height, depth, colourType, interlaced } = header;
  const row = Math.ceil((width * depth * (channelsOfType[colourType] ?? 1)) / 8) + 1;
  // an interlaced image has up to 7 passes, each with its own filter byte per row
  const least = interlaced ? 1 : row * height;
  const most = interlaced ? row * height + 8 * (height + width) : row * height;
  let size = 0;
  const unpacker = new Unzlib((part) => {
    size += part.length;
  });
  try {
    for (const { type, body } of chunks) {
      if (type !== "IDAT") continue;
      for (let at = 0; at < body.length && size <= most; at += 4096) {
        unpacker.push(body.slice(at, at + 4096), false);
      }
    }
    if (size <= most) unpacker.push(new Uint8Array(0), true);
  } catch (error) {
    throw corrupt(name, "its pixels do not unpack", error);
  }
  if (size > most) throw corrupt(name, `it unpacks to more than its ${height} × ${width} pixels`);
  if (size < least) throw corrupt(name, `${size} bytes of pixels, ${least} are needed`);
}

function rawOf(png: DecodedPng): RawImage {
  const { width, height, depth, channels } = png;
  const largest = 2 ** depth - 1;
  if (png.palette) {
    const values = convertIndexedToRgb(png);
    return { width, height, channels: png.palette[0]?.length ?? 3, values, largest: 255 };
  }
  const values = depth < 8 ? unpackBits(png) : png.data;
  return png.transparency
    ? withAlpha({ width, height, channels, values, largest }, png.transparency)
    : { width, height, channels, values, largest };
}

/** Grey values of 1, 2 or 4 bits; every row begins at a byte. */
function unpackBits({ width, height, depth, data }: DecodedPng): Uint8Array {
  const perRow = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const [y, x] = [Math.floor(at / width), at % width];
    const bit = x * depth;
    const byte = data[y * perRow + Math.floor(bit / 8)] ?? 0;
    return (byte >> (8 - depth - (bit % 8))) & (2 ** depth - 1);
  });
}

/** One colour of the file stands for "nothing here". */
function withAlpha(image: RawImage, clear: ArrayLike<number>): RawImage {
  const { channels, values, largest } = image;
  const wide = new Uint16Array((values.length / channels) * (channels + 1));
  for (let pixel = 0; pixel * channels < values.length; pixel += 1) {
    let same = true;
    for (let c = 0; c < channels; c += 1) {
      const value = values[pixel * channels + c] ?? 0;
      wide[pixel * (channels + 1) + c] = value;
      same = same && value === clear[c];
    }
    wide[pixel * (channels + 1) + channels] = same ? 0 : largest;
  }
  return { ...image, channels: channels + 1, values: wide };
}

/** Encodes an image with 8 or 16 bits a number. */
export function encodePng(image: RawImage): Uint8Array {
  const { width, height, channels, values, largest } = image;
  const data = largest > 255 ? Uint16Array.from(values) : Uint8Array.from(values);
  return encode({ width, height, channels, depth: largest > 255 ? 16 : 8, data });
}
