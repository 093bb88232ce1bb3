/**
 * Does `work` for every item, `jobs` at once, in order of their start. The first error of `work` itself stops the queue;
 * what runs is finished first.
 *
 * @param signal when aborted, no further item is begun
 */
export async function runQueue<T>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const waiting = items.values();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (signal?.aborted === true || errors.length > 0) return;
      try {
        await work(item);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  if (errors.length > 0) throw errors[0];
}
