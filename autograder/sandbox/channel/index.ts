// The private channel between the host and a guest behind the walls: frames of plain data.
export { decode } from "./decode.ts";
export type { DecodeMarks } from "./decode.ts";
export { encode } from "./encode.ts";
export { writeView } from "./encode-tensor.ts";
export type { EncodeMark } from "./encode.ts";
export { FrameReader, lengthBytes, noRequest, readLength, readRest, writeFrame } from "./frame.ts";
export type { Frame, FrameKind } from "./frame.ts";
export { ChannelError } from "./limits.ts";
export { inheritedValue, ownKeys, ownValue } from "./own.ts";
export { Opaque, tags } from "./tags.ts";
export { decodeFields, readCall } from "./call.ts";
export type { CallBody } from "./call.ts";
