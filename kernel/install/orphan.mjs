// A signal to npm does not reach what npm runs: npm ends its shell, or, killed, leaves it, and the shell passes nothing
// on. So we watch who started us.
import { readFileSync } from "node:fs";

/** Parent of a process, where the system tells (Linux); undefined elsewhere, and for a process that is gone. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return undefined;
    throw error;
  }
}

/** Ends this process as SIGTERM would, once the process that started it is gone; of two generations, that one's too. */
export function endWithParent(generations = 1) {
  const starters = () =>
    generations === 2 ? `${process.ppid} ${parentOf(process.ppid)}` : `${process.ppid}`;
  const first = starters();
  const watch = setInterval(() => {
    if (starters() === first) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  watch.unref();
}
