// `convlab kernel install | uninstall | list`
import { parseArgs } from "node:util";
import { CourseError, OptionError } from "../core/index.ts";
import { installKernelspec, listKernelspecs, uninstallKernelspec } from "./kernelspec.ts";
import type { KernelspecTarget } from "./kernels-folder.ts";

const kernelHelp = `convlab kernel install   [--user | --prefix DIR | --sys-prefix]   make the kernel known to Jupyter
convlab kernel uninstall [--user | --prefix DIR | --sys-prefix]   take it back
convlab kernel list      [--json]                                 where it is installed

  --user         for this user (the default)
  --prefix DIR   into DIR/share/jupyter, for example a Python environment
  --sys-prefix   into the Python environment that is active
`;

/** Runs the command. @returns the exit code: 0 done, 1 could not be done, 2 wrong arguments */
export async function kernelCommand(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args;
  try {
    switch (verb) {
      case "install":
        console.log(`installed  ${await installKernelspec(readTarget(rest))}`);
        return 0;
      case "uninstall": {
        const folder = await uninstallKernelspec(readTarget(rest));
        console.log(folder === undefined ? "nothing to uninstall there" : `removed    ${folder}`);
        return 0;
      }
      case "list":
        return await list(rest);
      case undefined:
      case "help":
      case "--help":
      case "-h":
        console.log(kernelHelp);
        return verb === undefined ? 2 : 0;
      default:
        console.error(`convlab kernel: there is no command "${verb}".\n\n${kernelHelp}`);
        return 2;
    }
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    console.error(error.message);
    return error.code === "KERNEL_OPTIONS" ? 2 : 1;
  }
}

async function list(args: readonly string[]): Promise<number> {
  const { json } = readOptions(args, { json: { type: "boolean" } });
  const found = await listKernelspecs();
  if (json) {
    console.log(JSON.stringify(found, undefined, 2));
    return 0;
  }
  if (found.length === 0) {
    console.log("not installed; to mend: convlab kernel install");
  }
  for (const { folder, argv, missing } of found) {
    console.log(folder);
    console.log(`  starts ${argv.join(" ")}`);
    if (missing.length === 0) continue;
    console.log(`  broken: ${missing.join(", ")} is gone; to mend: convlab kernel install again`);
  }
  return found.every(({ missing }) => missing.length === 0) ? 0 : 1;
}

/** @throws OptionError KERNEL_OPTIONS */
function readTarget(args: readonly string[]): KernelspecTarget {
  const options = readOptions(args, {
    user: { type: "boolean" },
    prefix: { type: "string" },
    "sys-prefix": { type: "boolean" },
  });
  const chosen = Object.keys(options);
  if (chosen.length > 1) {
    throw new OptionError({
      code: "KERNEL_OPTIONS",
      summary: "convlab kernel takes one place at a time.",
      given: chosen.map((name) => `--${name}`).join(" "),
      expected: "one of --user, --prefix DIR, --sys-prefix",
    });
  }
  const { prefix } = options;
  if (typeof prefix === "string") return { prefix };
  return options["sys-prefix"] ? { sysPrefix: true } : { user: true };
}

function readOptions(
  args: readonly string[],
  options: Readonly<Record<string, { readonly type: "boolean" | "string" }>>,
): Readonly<Record<string, string | boolean | undefined>> {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return { ...values } as Record<string, string | boolean | undefined>;
  } catch (cause) {
    throw new OptionError({
      code: "KERNEL_OPTIONS",
      summary: cause instanceof Error ? cause.message : String(cause),
      expected: kernelHelp.trim(),
      cause,
    });
  }
}
