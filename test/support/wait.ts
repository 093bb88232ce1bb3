// Waiting in tests: for an event, with a limit that says what was waited for. Never for a time alone.

/** @throws Error naming `what` when `promise` has not settled within `limit` ms */
export async function within<T>(promise: Promise<T>, limit: number, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what}: nothing within ${limit} ms`)), limit);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks `claim` again and again until it holds: for states that announce themselves to nobody (a process that is gone). */
export async function until(claim: () => boolean, limit: number, what: string): Promise<void> {
  const end = performance.now() + limit;
  while (!claim()) {
    if (performance.now() > end) throw new Error(`${what}: not so within ${limit} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
