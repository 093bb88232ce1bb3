// Finds a Python that can carry JupyterLab. No Python kernel is meant: only JupyterLab itself runs on it.
import { run } from "../command.mjs";
import { SetupError } from "../trouble.mjs";

/** A Python interpreter on this machine. */
export interface Python {
  /** Its own path, not a shim's. */
  readonly path: string;
  readonly version: string;
  readonly hasPip: boolean;
}

/** The oldest Python that the pinned JupyterLab runs on. */
const oldest = [3, 9] as const;

const probe = `
import importlib.util, json, sys
print(json.dumps({"path": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3],
                  "hasPip": importlib.util.find_spec("pip") is not None}))`;

/** Commands to try, the usual one first; CONVLAB_PYTHON names one and then no other is tried. */
function candidates(): readonly (readonly [command: string, args: readonly string[]])[] {
  const chosen = process.env["CONVLAB_PYTHON"];
  if (chosen) return [[chosen, []]];
  const versioned = [14, 13, 12, 11, 10, 9].map((minor) => [`python3.${minor}`, []] as const);
  const usual = [["python3", []] as const, ["python", []] as const];
  return process.platform === "win32" ? [["py", ["-3"]], ...usual] : [...usual, ...versioned];
}

/** Asks one command what it is; undefined when it is not a Python 3 that answers. */
async function ask(command: string, args: readonly string[]): Promise<Python | undefined> {
  const { code, output } = await run(command, [...args, "-c", probe]);
  if (code !== 0) return undefined;
  const line = output.split("\n").find((text) => text.startsWith("{"));
  return line === undefined ? undefined : (JSON.parse(line) as Python);
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** The first Python that is new enough; a SetupError that says how to get one when there is none. */
export async function findPython(): Promise<Python> {
  const tooOld: Python[] = [];
  for (const [command, args] of candidates()) {
    const python = await ask(command, args);
    if (python && isNewEnough(python.version)) return python;
    if (python) tooOld.push(python);
  }
  const chosen = process.env["CONVLAB_PYTHON"];
  throw new SetupError({
    code: tooOld.length > 0 ? "PYTHON_TOO_OLD" : "PYTHON_MISSING",
    summary:
      tooOld.length > 0
        ? "The Python on this machine is too old for JupyterLab."
        : chosen
          ? "CONVLAB_PYTHON does not name a Python 3 that runs."
          : "No python3 was found; JupyterLab runs on it.",
    given:
      tooOld.map(({ path, version }) => `${path} (Python ${version})`).join("\n") ||
      chosen ||
      "no python3 on the PATH",
    expected: `Python ${oldest.join(".")} or newer; pip and venv are not needed`,
    fix: howToGetPython(),
  });
}

function howToGetPython(): string {
  if (process.platform === "win32")
    return "install Python from python.org, open a new terminal, start again";
  if (process.platform === "darwin")
    return "brew install python3 (or install it from python.org), then start again";
  return "sudo apt-get install python3 (Debian, Ubuntu), then start again; or CONVLAB_PYTHON=/path/to/python3 npm start";
}
