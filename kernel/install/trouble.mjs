// What can go wrong while setting up, said so that the reader can mend it. Dependency-free: runs before any install.
import { statfsSync } from "node:fs";

/** A set-up that cannot go on; printed without a stack trace. Reads like core's CourseError, which needs Node 24. */
export class SetupError extends Error {
  constructor({ code, summary, given, expected, fix, cause }) {
    const rows = [
      ["given", given],
      ["expected", expected],
      ["to mend", fix],
    ];
    const lines = rows
      .filter(([, text]) => text)
      .map(([label, text]) => `  ${label.padEnd(9)} ${text.replaceAll("\n", "\n            ")}`);
    super([summary, ...lines].join("\n"), cause === undefined ? undefined : { cause });
    this.name = "SetupError";
    this.code = code;
  }
}

const network =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|dns error|failed to lookup|Network is unreachable|Temporary failure in name resolution|Could not connect|error sending request|Connection refused|Failed to fetch|urlopen error|NewConnectionError|Read timed out/i;
const certificate =
  /CERT_|certificate verify failed|self[- ]signed|UnknownIssuer|invalid peer certificate|UNABLE_TO_GET_ISSUER/i;
const room =
  /ENOSPC|No space left on device|disk quota exceeded|EDQUOT|os error 28\b|os error 122\b/i;
const right =
  /EACCES|EPERM|EROFS|Permission denied|Read-only file system|os error 13\b|os error 30\b/i;

/** The likely cause of a failed command, read from what it printed; `doing` names the step, for example "npm ci". */
export function explain(doing, output, folder) {
  const lines = output.trim().split("\n").slice(-4);
  const tail = lines
    .map((line) => (line.length > 160 ? `${line.slice(0, 160)} …` : line))
    .join("\n");
  if (/package\.json and package-lock\.json .* in sync/.test(output)) {
    return new SetupError({
      code: "LOCK_FILE_OUT_OF_STEP",
      summary: `${doing} stopped: package.json asks for something that package-lock.json does not have.`,
      given: output
        .match(/(?:Missing|Invalid):.*$/gm)
        ?.slice(0, 4)
        .join("\n"),
      fix: "npm run lock, then commit both files (as a student: unpack the course again)",
    });
  }
  if (room.test(output) || isFull(folder)) {
    return new SetupError({
      code: "DISK_FULL",
      summary: `${doing} stopped: the disk is full.`,
      given: folder,
      expected: "about 800 MB free for the first start",
      fix: "free some space (or move this folder to a larger disk), then start again: it goes on where it stopped",
    });
  }
  if (certificate.test(output)) {
    return new SetupError({
      code: "CERTIFICATE",
      summary: `${doing} could not trust the server it downloads from.`,
      given: tail,
      fix: "on a network with its own certificate: NODE_EXTRA_CA_CERTS=FILE and SSL_CERT_FILE=FILE name it, then start again",
    });
  }
  if (network.test(output)) {
    return new SetupError({
      code: "NO_NETWORK",
      summary: `${doing} could not download what it needs.`,
      given: tail,
      expected: "a network on the first start (later starts need none)",
      fix: "connect, or set HTTPS_PROXY where there is a proxy, then start again: what is already here is kept",
    });
  }
  if (right.test(output)) return noRight(doing, folder, tail);
  return new SetupError({
    code: "STEP_FAILED",
    summary: `${doing} failed.`,
    given: shorten(output) || "(it printed nothing)",
    fix: "read the lines above; start again once they are mended",
  });
}

/** True when the disk has no room left: programs then end in ways that do not name it. */
function isFull(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 20e6;
}

/** The beginning and the end of a long output: the cause stands in one of them. */
function shorten(output) {
  const lines = output.trim().split("\n");
  return lines.length <= 30
    ? lines.join("\n")
    : [...lines.slice(0, 15), "…", ...lines.slice(-15)].join("\n");
}

/** No right to write into a folder. */
export function noRight(doing, folder, detail) {
  return new SetupError({
    code: "NO_RIGHT",
    summary: `${doing}: no right to write into ${folder}.`,
    given: detail,
    expected: "a folder of your own: everything is installed inside it, nothing elsewhere",
    fix: `copy the folder to your home and start there, or make it yours: sudo chown -R "$(id -un)" "${folder}"`,
  });
}

/** Prints an error for a person: our own without a stack, a bug of ours with it. */
export function report(error) {
  process.stderr.write(
    `\n${error instanceof Error && error.name === "SetupError" ? error.message : (error?.stack ?? String(error))}\n`,
  );
}
