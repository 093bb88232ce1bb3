// A connection as Jupyter writes it.
import type { Connection, SocketName } from "./connection-file.ts";

/** The connection as a file's content, for other clients (`jupyter console --existing`). */
export function connectionFileText({ transport, ip, ports, ...rest }: Connection): string {
  const { key, signatureScheme: signature_scheme } = rest;
  const wire = { transport, ip, ...toWirePorts(ports), key, signature_scheme };
  return `${JSON.stringify({ ...wire, kernel_name: "convlab" }, undefined, 2)}\n`;
}

function toWirePorts(ports: Connection["ports"]): Record<string, number> {
  const names = Object.keys(ports) as SocketName[];
  return Object.fromEntries(names.map((name) => [`${name}_port`, ports[name]]));
}
