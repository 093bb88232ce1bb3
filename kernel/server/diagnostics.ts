// Type errors while typing: our labextension asks over a comm what is wrong with the cell in its editor.
import { type JsonObject, ProtocolError } from "../core/index.ts";
import type { Engine } from "../engine/contract.ts";
import type { CommAnswer } from "./running/comms.ts";

/** The comm's target; the labextension names it too. */
export const DIAGNOSTICS_TARGET = "convlab.diagnostics";

/**
 * Answers `{id, code, above}` with `{id, problems}`: see `Engine.diagnose`. Offsets are UTF-16 units, as the page counts.
 */
export function makeDiagnostics(engine: Pick<Engine, "diagnose">): CommAnswer {
  return async (data) => {
    const { id, code, above } = question(data);
    return { id, problems: await engine.diagnose(code, above) };
  };
}

function question(data: JsonObject): { id: number; code: string; above: string[] } {
  const { id, code, above = [] } = data;
  const isRight =
    typeof id === "number" &&
    typeof code === "string" &&
    Array.isArray(above) &&
    above.every((text) => typeof text === "string");
  if (isRight) return { id, code, above: above as string[] };
  throw new ProtocolError({
    code: "DIAGNOSTICS_QUESTION",
    summary: "A question about a text that is being typed is malformed.",
    given: `fields ${Object.keys(data).join(", ")}`,
    expected: "id: number, code: text, above: list of texts",
    fix: "reload the page, so that JupyterLab loads the extension of this version",
  });
}
