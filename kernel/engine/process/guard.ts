// Nothing of an engine may outlive the kernel, not even a loop whose kernel was killed without a word.

/**
 * A shell's fork watches the pipe that only the server's end keeps open, then the shell becomes the engine: 1 MB that
 * ends the whole process group, itself too, when the server is gone. `kill -9` of the server included.
 */
const script = (pipe: number): string =>
  `( trap '' HUP INT TERM; exec 0<&${pipe} ${closed(pipe)}; read -r line; kill -s KILL -- -$$ ) & exec "$@" ${pipe}>&-`;

/** The watching fork holds none of the engine's pipes: their ends would not be seen. */
function closed(last: number): string {
  return Array.from({ length: last }, (_, index) => `${index + 1}>&-`).join(" ");
}

/** @returns `command` under guard; it must be started as the leader of a process group, with `pipe` as its last descriptor */
export function guarded(command: readonly string[], pipe: number): readonly string[] {
  return ["/bin/sh", "-c", script(pipe), "convlab-guard", ...command];
}
