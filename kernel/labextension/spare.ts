// Figures that were just taken off the page. An output that is written anew, as under a moved slider, throws its figure
// away and draws another in its place: taking the old drawing over and changing it is quicker and does not blink.
import type { Drawing } from "./draw.ts";
import type { Figure } from "./plotly.ts";

/** A drawing with the element that it is drawn into. */
export interface Drawn {
  readonly element: HTMLElement;
  readonly drawing: Drawing;
  /** What is drawn, for finding one that is alike. */
  readonly kind: string | undefined;
}

/** ms for which a drawing is kept: the new output comes in the same moment, the old picture is gone from sight. */
const keeping = 200;

const spare = new Set<Drawn>();

/** Names the kinds of a figure's traces; undefined for an animation, whose steps belong to its drawing. */
export function kindOf({ data, frames }: Figure): string | undefined {
  if (frames !== undefined && frames.length > 0) return undefined;
  const types = data.map((trace) =>
    typeof trace === "object" && trace !== null && "type" in trace ? String(trace.type) : "scatter",
  );
  return types.join(" ");
}

/** Keeps a drawing for a moment, then ends it for good. */
export function putAway(drawn: Drawn): void {
  spare.add(drawn);
  setTimeout(() => {
    if (spare.delete(drawn)) drawn.drawing.dispose();
  }, keeping);
}

/** The oldest kept drawing of that kind, no longer kept. */
export function takeOver(kind: string | undefined): Drawn | undefined {
  if (kind === undefined) return undefined;
  for (const drawn of spare) {
    if (drawn.kind !== kind) continue;
    spare.delete(drawn);
    return drawn;
  }
  return undefined;
}
