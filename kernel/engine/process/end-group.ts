/** The server is gone: this process and all that its cells have started end, whatever they are doing. */
export function endGroup(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch (error) {
    // not the leader of a group (Windows): this process alone
    process.kill(process.pid, "SIGKILL");
    throw error;
  }
}
