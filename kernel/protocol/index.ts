export { Channels } from "./channels.ts";
export { PROTOCOL_VERSION } from "./codec.ts";
export { toCodePoints, toUtf16 } from "./code-points.ts";
export type { Connection } from "./connection/connection-file.ts";
export { languageInfo } from "./language-info.ts";
export type { Channel, IncomingMessage } from "./message.ts";
export * from "./replies.ts";
export * from "./requests.ts";
