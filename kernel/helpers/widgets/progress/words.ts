// A bar in words: what a terminal shows, and what stands beside the drawn bar.

/** How far a loop has come. */
export interface State {
  readonly description: string;
  readonly count: number;
  /** Undefined: nobody knows. */
  readonly total: number | undefined;
  /** ms since the start. */
  readonly elapsed: number;
  readonly ended: "running" | "done" | "stopped";
}

/** Things per second so far; undefined before anything has happened. */
function rateOf({ count, elapsed }: State): number | undefined {
  return count > 0 && elapsed > 0 ? (1000 * count) / elapsed : undefined;
}

/** `00:07`, `1:02:03` */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (number: number): string => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}

/** Rate and times: `00:03, 00:22 left, 4.1/s`; a slow one as time per thing: `2.5 s each`. */
export function timing(state: State): string {
  const { count, total, elapsed, ended } = state;
  const rate = rateOf(state);
  const parts = [clock(elapsed)];
  if (rate !== undefined && total !== undefined && ended === "running")
    parts.push(`${clock((1000 * Math.max(0, total - count)) / rate)} left`);
  if (rate !== undefined) parts.push(rate >= 1 ? `${short(rate)}/s` : `${short(1 / rate)} s each`);
  if (ended === "stopped") parts.push("stopped");
  return parts.join(", ");
}

/** `37/100`, or `37` where the total is not known. */
export function counting({ count, total }: State): string {
  return total === undefined ? String(count) : `${count}/${total}`;
}

/** The share that is done, 0 to 1; 0 of 0 is all. */
export function shareOf({ count, total }: State): number | undefined {
  if (total === undefined) return undefined;
  return total === 0 ? 1 : Math.min(1, Math.max(0, count / total));
}

const width = 24; // letters

/** One line: `train ███████▍         37/100 [00:03, 00:05 left, 12/s]`. */
export function line(state: State): string {
  const share = shareOf(state);
  const name = state.description === "" ? "" : `${state.description} `;
  const bar = share === undefined ? "" : `${blocks(share)} `;
  return `${name}${bar}${counting(state)} [${timing(state)}]`;
}

function blocks(share: number): string {
  const eighths = Math.floor(share * width * 8 + 1e-9);
  const part = eighths % 8 === 0 ? "" : String.fromCodePoint(0x2590 - (eighths % 8)); // ▏ … ▉
  return `${"█".repeat(Math.floor(eighths / 8))}${part}`.padEnd(width);
}

function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
