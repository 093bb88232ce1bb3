// Where programs keep their data, per platform. Takes what it needs as arguments: it runs, and is tested, anywhere.

/** The machine as the functions here see it; `process` fits for the first two. */
export interface Machine {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, `os.homedir()`. */
  readonly home: string;
}

/**
 * Folder for Convlab's own data: history, runtimes. `CONVLAB_DATA_DIR` wins over the platform's custom.
 * @example convlabDataFolder({ platform: "linux", env: {}, home: "/home/ada" }) // "/home/ada/.local/share/convlab"
 */
export function convlabDataFolder(machine: Machine): string {
  return machine.env["CONVLAB_DATA_DIR"] || under(machine, baseFolder(machine), "convlab");
}

/**
 * Jupyter's data folder of the user: `kernels/` and `labextensions/` lie in it. `JUPYTER_DATA_DIR` wins.
 * @source jupyter_core, paths.py: jupyter_data_dir
 */
export function jupyterDataFolder(machine: Machine): string {
  const { platform, env, home } = machine;
  if (env["JUPYTER_DATA_DIR"]) return env["JUPYTER_DATA_DIR"];
  if (platform === "darwin") return under(machine, home, "Library", "Jupyter");
  return under(machine, baseFolder(machine), "jupyter");
}

/**
 * Folder of Jupyter's connection files. `JUPYTER_RUNTIME_DIR` wins.
 * @source jupyter_core, paths.py: jupyter_runtime_dir
 */
export function jupyterRuntimeFolder(machine: Machine): string {
  return (
    machine.env["JUPYTER_RUNTIME_DIR"] || under(machine, jupyterDataFolder(machine), "runtime")
  );
}

function baseFolder(machine: Machine): string {
  const { platform, env, home } = machine;
  if (platform === "win32") return env["APPDATA"] || under(machine, home, "AppData", "Roaming");
  if (platform === "darwin") return under(machine, home, "Library", "Application Support");
  return env["XDG_DATA_HOME"] || under(machine, home, ".local", "share");
}

function under({ platform }: Machine, ...parts: readonly string[]): string {
  return parts.join(platform === "win32" ? "\\" : "/");
}
