// Buttons and slider of an animated figure.
import type { Part } from "../figure.ts";

/** A play and a pause button below the figure; `stepTime` in ms. */
export function playButtons(stepTime: number): Part {
  const go = {
    mode: "immediate",
    fromcurrent: true,
    frame: { duration: stepTime, redraw: true },
    transition: { duration: 0 },
  };
  const stop = { mode: "immediate", frame: { duration: 0, redraw: false } };
  return {
    type: "buttons",
    direction: "left",
    x: 0,
    y: -0.28,
    xanchor: "left",
    yanchor: "top",
    showactive: false,
    buttons: [
      { label: "▶ Play", method: "animate", args: [null, go] },
      { label: "Pause", method: "animate", args: [[null], stop] },
    ],
  };
}

/** A slider with one stop for each frame; frames are named 0, 1, 2, … */
export function slider(labels: readonly string[]): Part {
  const at = {
    mode: "immediate",
    frame: { duration: 0, redraw: true },
    transition: { duration: 0 },
  };
  return {
    active: 0,
    x: 0.22,
    len: 0.78,
    y: -0.18,
    currentvalue: { prefix: "output cell (row, column): " },
    steps: labels.map((label, step) => ({
      label,
      method: "animate",
      args: [[String(step)], at],
    })),
  };
}
