// chromium and bubblewrap: the two programs that tests need and npm and PyPI do not have.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../../kernel/install/command.mjs";

/** What tests may use, and what they must skip. */
export interface Tools {
  /** For the tests: `CONVLAB_TEST_CHROMIUM` is the browser's path; `CONVLAB_TEST_MISSING` lists what is not there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Programs that are neither there nor may be installed; empty means that no test has a reason to be skipped. */
  readonly missing: readonly string[];
}

const packages = [
  { name: "chromium", programs: ["chromium", "chromium-browser"] },
  { name: "bubblewrap", programs: ["bwrap"] },
] as const;

/** Path of the first of the programs on the PATH, or undefined. */
function findProgram(programs: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((folder) => programs.map((program) => join(folder, program)))
    .find((path) => existsSync(path));
}

/** Path of Debian's chromium, or undefined. */
export function findChromium(): string | undefined {
  return findProgram(packages[0].programs);
}

const missingNow = (): string[] =>
  packages.filter(({ programs }) => findProgram(programs) === undefined).map(({ name }) => name);

/** How this user may run apt-get: as root, by sudo without a password, or not at all. */
async function aptCommand(): Promise<readonly string[] | undefined> {
  if (findProgram(["apt-get"]) === undefined) return undefined;
  if (process.getuid?.() === 0) return ["apt-get"];
  const { code } = await run("sudo", ["-n", "true"]);
  return code === 0 ? ["sudo", "-n", "apt-get"] : undefined;
}

/** Installs what is missing from Debian if this user may; never fails: what stays missing is in the answer. */
export async function prepareTools(say: (text: string) => void): Promise<Tools> {
  let missing = missingNow();
  const apt = missing.length > 0 ? await aptCommand() : undefined;
  if (apt) {
    say(`apt-get install ${missing.join(" ")}`);
    const [command = "apt-get", ...first] = apt;
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run(command, [...first, "update", "-q"], { env });
    await run(command, [...first, "install", "-qy", "--no-install-recommends", ...missing], {
      env,
    });
    missing = missingNow();
  }
  if (missing.length > 0) say(`for all tests: sudo apt-get install ${missing.join(" ")}`);
  const chromium = findChromium();
  return {
    environment: {
      CONVLAB_TEST_MISSING: missing.join(" "),
      ...(chromium === undefined ? {} : { CONVLAB_TEST_CHROMIUM: chromium }),
    },
    missing,
  };
}
