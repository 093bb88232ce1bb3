// A signal to npm does not reach what npm runs: npm ends its shell, and the shell passes nothing on. So we watch our parent.

/** Ends this process as SIGTERM would, once the process that started it is gone. */
export function endWithParent() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}
