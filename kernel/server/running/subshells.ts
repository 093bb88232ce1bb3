// The subshells that clients have made, by their ids.
import { randomUUID } from "node:crypto";
import { ProtocolError } from "../../core/index.ts";

export class Subshells {
  readonly #ids = new Set<string>();

  create(): string {
    const id = randomUUID();
    this.#ids.add(id);
    return id;
  }

  /** @throws ProtocolError UNKNOWN_SUBSHELL */
  delete(id: string): void {
    this.check(id);
    this.#ids.delete(id);
  }

  list(): readonly string[] {
    return [...this.#ids];
  }

  /** @throws ProtocolError UNKNOWN_SUBSHELL when a request names a subshell that is not there */
  check(id: string | undefined): void {
    if (id === undefined || this.#ids.has(id)) return;
    throw new ProtocolError({
      code: "UNKNOWN_SUBSHELL",
      summary: "There is no subshell of this id.",
      given: `subshell_id ${JSON.stringify(id)}`,
      expected: "an id that create_subshell_request has given out, and that was not deleted since",
    });
  }
}
