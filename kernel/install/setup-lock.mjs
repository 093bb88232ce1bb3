// One set-up at a time: two that start together would install over each other. Dependency-free.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** True while the process runs that wrote the lock; a lock that a killed process left does not count. */
function isHeld(file) {
  const pid = Number(readFileSync(file, "utf8"));
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM"; // another user's process: alive
  }
}

/** Takes the lock; false when another process holds it. */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (existsSync(file) && !isHeld(file)) rmSync(file, { force: true });
    return false;
  }
}

/** Runs `work` while no other process sets up the same folder; `waiting` is called once when it has to wait. */
export async function alone(cache, work, waiting) {
  const file = join(cache, "setup.lock");
  mkdirSync(cache, { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) waiting();
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const release = () => rmSync(file, { force: true });
  process.on("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}
