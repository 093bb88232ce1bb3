import type { Notices } from "./notices.ts";
import { openWebSocket } from "./web-socket.ts";
import type { OpenWire } from "./wire.ts";

/**
 * Opens wires over Node's own inspector port.
 *
 * @param notices knows the address, soon
 * @param standing the port answers before the program stands whose names are asked for
 */
export function portWires(notices: Notices, standing: Promise<void>): OpenWire {
  const address = notices.address.then((url) => standing.then(() => url));
  address.catch(() => undefined); // whoever opens a wire hears of it there
  return (listener) => {
    notices.opened();
    return openWebSocket(address, listener);
  };
}
