// The kernel's own log: stderr, which Jupyter's server shows in its terminal. One line per event, never a key.

type LogLevel = "info" | "warning" | "error";

/** Writes one line; line ends inside `text` become spaces. */
export type Log = (level: LogLevel, text: string) => void;

/** @param write where the line goes, the process's stderr by default */
export function makeLog(write: (line: string) => void = writeToStderr): Log {
  return (level, text) => {
    const time = new Date().toTimeString().slice(0, 8);
    write(`[convlab ${time}] ${level}: ${text.replaceAll(/\s*\n\s*/g, " ")}\n`);
  };
}

/** An error in one line: its message, and where it was thrown when it is a mistake of ours. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && typeof error.code === "string") return `${error.code}: ${error.message}`;
  return error.stack ?? `${error.name}: ${error.message}`;
}

let isOpen = false;

/** Opened with the first line: most kernels have nothing to say. */
export function writeToStderr(line: string): void {
  // Jupyter is gone: nobody reads the log, and whoever watches for that ends the process
  if (!isOpen) process.stderr.on("error", () => undefined);
  isOpen = true;
  process.stderr.write(line);
}
