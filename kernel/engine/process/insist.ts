/** After this long an interrupt that does not take ends the process. */
const patience = 5000; // ms

/** Interrupts, again and again until it takes; `giveUp` hears after how many seconds it did not. */
export function insist(
  ask: () => void,
  isOver: () => boolean,
  giveUp: (limit: number) => void,
): void {
  ask();
  const again = setInterval(() => {
    if (isOver()) clearInterval(again);
    else ask();
  }, patience / 8);
  again.unref();
  const timer = setTimeout(() => {
    clearInterval(again);
    if (!isOver()) giveUp(patience / 1000);
  }, patience);
  timer.unref();
}
