// The server's end of the relay: many wires over one pipe, a line for each message.
import type { Duplex } from "node:stream";
import type { OpenWire, WireListener } from "./wire.ts";

/** To and from the relay. Without a message: goodbye; and: all that this wire has sent lies in the inspector's queue. */
export interface Relayed {
  readonly wire: number;
  readonly message?: string;
}

/** Opens wires over the relay's pipe. @param start starts the relay, which may not stand yet */
export function relayWires(pipe: Duplex, start: () => void): OpenWire {
  const open = new Map<number, { readonly listener: WireListener; readonly end: () => void }>();
  let last = 0;
  let rest = "";
  const close = (wire: number): void => {
    const entry = open.get(wire);
    open.delete(wire);
    entry?.end();
    entry?.listener.closed();
  };
  pipe.setEncoding("utf8");
  pipe.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { wire, message } = JSON.parse(line) as Relayed;
      if (message === undefined) close(wire);
      else open.get(wire)?.listener.message(message);
    }
  });
  pipe.on("close", () => {
    for (const wire of open.keys()) close(wire);
  });
  const write = (message: Relayed): void => void pipe.write(`${JSON.stringify(message)}\n`);
  return (listener) => {
    start();
    last += 1;
    const wire = last;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    open.set(wire, { listener, end });
    return {
      send: (message) => write({ wire, message }),
      close() {
        write({ wire });
        return ended;
      },
    };
  };
}
