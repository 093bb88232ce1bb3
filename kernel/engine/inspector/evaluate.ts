import type { OpenWire } from "./wire.ts";

/** Has the main thread run an expression on top of whatever it is doing. */
export function evaluate(openWire: OpenWire, expression: string): void {
  const wire = openWire({ message: () => void wire.close(), closed: () => undefined });
  const params = { expression, silent: true };
  wire.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params }));
}
