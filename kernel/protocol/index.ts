export { Channels } from "./sockets/channels.ts";
export { PROTOCOL_VERSION } from "./wire/codec.ts";
export { toCodePoints, toUtf16 } from "./content/code-points.ts";
export type { Connection } from "./connection/connection-file.ts";
export { languageInfo } from "./content/language-info.ts";
export type { Channel, IncomingMessage } from "./wire/message.ts";
export * from "./content/replies.ts";
export * from "./content/requests.ts";
