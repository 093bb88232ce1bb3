// JEP 66: the kernel takes free ports and tells whoever started it; nobody else can take them in between.
import { ProtocolError } from "../../core/index.ts";
import type { Codec } from "../wire/codec.ts";
import { makeRequester } from "../sockets/sockets.ts";
import { type Connection, type SocketName, tcpAddress } from "./connection-file.ts";

/** ms that whoever started the kernel may take to answer; after it nobody would ever find the kernel. */
const LIMIT = 10_000;

/**
 * Tells the ports that the kernel listens on.
 *
 * @throws ProtocolError HANDSHAKE_UNANSWERED, HANDSHAKE_REFUSED
 * @source JEP 66, kernel handshaking pattern
 */
export async function register(
  { ip, ports, registrationPort = 0 }: Connection,
  codec: Codec,
): Promise<void> {
  const address = tcpAddress(ip, registrationPort);
  const socket = makeRequester(LIMIT);
  let answer: readonly Uint8Array[];
  try {
    socket.connect(address);
    const content = toPortFields(ports);
    const message = { identities: [], type: "handshake_request", parent: undefined, content };
    await socket.send(codec.encode(message).frames);
    answer = await socket.receive();
  } catch (cause) {
    throw new ProtocolError({
      code: "HANDSHAKE_UNANSWERED",
      summary: "Nobody took the kernel's registration.",
      given: `${address} (${cause instanceof Error ? cause.message : String(cause)})`,
      expected: `a handshake_reply within ${LIMIT / 1000} s`,
      fix: "start the kernel again from Jupyter",
      cause,
    });
  } finally {
    socket.close();
  }
  const { header, content } = codec.decode(answer);
  if (header.msgType === "handshake_reply" && content["status"] === "ok") return;
  throw new ProtocolError({
    code: "HANDSHAKE_REFUSED",
    summary: "The kernel's registration was refused.",
    given: `${header.msgType} with status ${JSON.stringify(content["status"])}`,
    expected: 'handshake_reply with status "ok"',
  });
}

/** Named as our messages are: the codec writes shell_port. */
function toPortFields(ports: Connection["ports"]): Record<string, number> {
  const names = Object.keys(ports) as SocketName[];
  return Object.fromEntries(names.map((name) => [`${name}Port`, ports[name]]));
}
