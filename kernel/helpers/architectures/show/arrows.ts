// Arrows of a diagram: straight down where nothing is in the way, else along a lane beside the rows that they pass.
import type { Box } from "./boxes.ts";

/** A box and the gaps around it, in pixels. */
export const cell = { width: 190, height: 46, gapX: 24, gapY: 30 } as const;

/** Upper left corner of each box. */
export type Places = ReadonlyMap<Box, readonly [x: number, y: number]>;

/** Paths of all arrows, and how far to the left and right they reach. */
export interface Arrows {
  readonly paths: readonly string[];
  readonly left: number;
  readonly right: number;
}

/** An arrow from the lower edge of one box to the upper edge of another. */
interface Way {
  readonly from: Box;
  readonly to: Box;
  readonly start: readonly [x: number, y: number];
  readonly end: readonly [x: number, y: number];
}

/** A vertical line that arrows past the same rows must not share. */
interface Lane {
  readonly x: number;
  readonly rows: readonly [first: number, last: number];
}

/** Boxes of one depth: their upper edge and their left edges. */
interface Row {
  readonly top: number;
  readonly lefts: number[];
}

const apart = 9; // pixels between two lanes, and between a lane and a box

/** One path for each connection; shortcuts past a box run beside it, long ones outside of short ones. */
export function drawArrows(boxes: readonly Box[], places: Places): Arrows {
  const ways = boxes.flatMap((to) =>
    to.inputs.flatMap((at) => {
      const from = boxes[at];
      return from === undefined ? [] : [wayOf(from, to, places)];
    }),
  );
  const rows: Row[] = [];
  for (const [{ depth }, [left, top]] of places)
    (rows[depth] ??= { top, lefts: [] }).lefts.push(left);
  const lanes: Lane[] = [];
  const span = ({ from, to }: Way): number => to.depth - from.depth;
  const paths = ways
    .toSorted((a, b) => span(a) - span(b))
    .map((way) => {
      const passed = rows.slice(way.from.depth + 1, way.to.depth);
      if (!isBlocked(way, passed)) return curve(way);
      const lane = freeLane(way, passed, lanes);
      lanes.push(lane);
      return around(way, lane.x);
    });
  const all = lanes.map(({ x }) => x);
  return { paths, left: Math.min(...all, Infinity), right: Math.max(...all, -Infinity) };
}

function wayOf(from: Box, to: Box, places: Places): Way {
  const [x1 = 0, y1 = 0] = places.get(from) ?? [];
  const [x2 = 0, y2 = 0] = places.get(to) ?? [];
  const start = [x1 + cell.width / 2, y1 + cell.height] as const;
  return { from, to, start, end: [x2 + cell.width / 2, y2] };
}

/** Does the plain curve run through a box of the rows that it passes? Points along it are looked at. */
function isBlocked({ start: [x1, y1], end: [x2, y2] }: Way, passed: readonly Row[]): boolean {
  if (passed.length === 0) return false;
  return Array.from({ length: 41 }, (_, step) => step / 40).some((t) => {
    // the cubic with both middle points at half the height
    const side = 3 * t * t - 2 * t ** 3;
    const down = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3;
    const [x, y] = [x1 + (x2 - x1) * side, y1 + (y2 - y1) * down];
    const row = passed.find(({ top }) => y > top && y < top + cell.height);
    return row?.lefts.some((left) => x > left - 3 && x < left + cell.width + 3) ?? false;
  });
}

/** The nearer side of all boxes that it passes, as far out as lanes past the same rows make it. */
function freeLane(
  { from, to, start: [x1], end: [x2] }: Way,
  passed: readonly Row[],
  lanes: readonly Lane[],
): Lane {
  const rows = [from.depth + 1, to.depth - 1] as const;
  const lefts = passed.flatMap((row) => row.lefts);
  const left = Math.min(...lefts) - apart;
  const right = Math.max(...lefts) + cell.width + apart;
  const detour = (x: number): number => Math.abs(x - x1) + Math.abs(x - x2);
  const step = detour(left) < detour(right) ? -apart : apart;
  const taken = (x: number): boolean =>
    lanes.some(
      (lane) => lane.rows[0] <= rows[1] && lane.rows[1] >= rows[0] && Math.abs(lane.x - x) < apart,
    );
  let x = step < 0 ? left : right;
  while (taken(x)) x += step;
  return { x, rows };
}

function curve({ start: [x1, y1], end: [x2, y2] }: Way): string {
  const bend = (y1 + y2) / 2;
  return path(`M${x1},${y1} C${x1},${bend} ${x2},${bend} ${x2},${y2}`, x2, y2);
}

/** Out to the lane in the gap below the first box, back in the gap above the second. */
function around({ start: [x1, y1], end: [x2, y2] }: Way, lane: number): string {
  const [low, high] = [y1 + cell.gapY, y2 - cell.gapY];
  const out = `C${x1},${y1 + cell.gapY / 2} ${lane},${y1 + cell.gapY / 2} ${lane},${low}`;
  const back = `C${lane},${y2 - cell.gapY / 2} ${x2},${y2 - cell.gapY / 2} ${x2},${y2}`;
  return path(`M${x1},${y1} ${out} L${lane},${high} ${back}`, x2, y2);
}

function path(line: string, x: number, y: number): string {
  const head = `M${x - 4},${y - 7} L${x},${y} L${x + 4},${y - 7}`;
  return `<path d="${line} ${head}" fill="none" stroke="#5b7c99"/>`;
}
