/** Hands errors that nobody handles (timers, promises) to `report`; returns what stops that. */
export function installLateErrors(report: (thrown: unknown) => void): () => void {
  const onException = (error: unknown): void => report(error);
  process.on("uncaughtException", onException);
  process.on("unhandledRejection", onException);
  return () => {
    process.off("uncaughtException", onException);
    process.off("unhandledRejection", onException);
  };
}
