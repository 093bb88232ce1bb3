const installWalls =
  "apt install bubblewrap util-linux (Fedora: dnf install bubblewrap util-linux)";

const known: readonly (readonly [RegExp, string])[] = [
  [/(bwrap|setpriv|prlimit): (not found|command not found)/, installWalls],
  [/Unknown option --(disable-userns|size|json-status-fd)/, "install bubblewrap 0.8 or newer"],
  [
    /uid map|new namespace|user namespace|Operation not permitted.*userns|NEWUSER/i,
    "this system keeps user namespaces from users: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 " +
      "(Ubuntu) or kernel.unprivileged_userns_clone=1 (older Debian); inside a container that is itself the wall: " +
      "--sandbox=container",
  ],
  [
    /mount proc|mounting proc|Can't mount/i,
    "inside a container that is itself the wall: --sandbox=container; else start the container with its /proc unmasked",
  ],
  [/systemd-run/, "log in with a systemd user session, or grade as root"],
];

/** What to do about a message of the programs that build the walls. */
export function mendFor(said: string): string {
  return known.find(([pattern]) => pattern.test(said))?.[1] ?? "convlab doctor shows each wall";
}
