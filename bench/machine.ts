// Where and when something was measured.
import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { root } from "../kernel/install/node24.mjs";

/** One line for below a table. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  return [
    new Date().toISOString().slice(0, 16).replace("T", " "),
    `${cpus().length} × ${model}, ${memory}`,
    `${platform()} ${release()} ${arch()}, Node ${process.version}`,
    `load ${load} at the end`,
    commit(),
  ].join(" · ");
}

function commit(): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync("git", ["-C", root, ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    return `commit ${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "-uno") === "" ? "" : " with changes"}`;
  } catch {
    return "no git"; // an unpacked archive
  }
}
