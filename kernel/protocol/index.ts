export { Channels, type ChannelEvents } from "./channels.ts";
export { Codec, PROTOCOL_VERSION, toWireNames } from "./codec.ts";
export { toCodePoints, toUtf16 } from "./code-points.ts";
export {
  type Connection,
  parseConnection,
  readConnectionFile,
  type SocketName,
} from "./connection-file.ts";
export { languageInfo } from "./language-info.ts";
export type { Channel, Header, IncomingMessage, OutgoingMessage } from "./message.ts";
export * from "./replies.ts";
export * from "./requests.ts";
export { Signer } from "./signature.ts";
