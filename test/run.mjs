// `npm test`: sets up all that the tests need, runs them on Node 24, and ends with the true count.
// usage: npm test [-- FILE_OR_FOLDER…]   (what is given is handed to vitest)
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findNode24, node24Package, root } from "../kernel/install/node24.mjs";
import { hasPackages, installPackages } from "../kernel/install/packages.mjs";
import { step } from "../kernel/install/progress.mjs";
import { report } from "../kernel/install/trouble.mjs";

const onNode24 = Number(process.versions.node.split(".")[0]) >= 24;
const wanted = { dev: true, alsoNeeded: [`node_modules/${node24Package}`] };

function spawnHere(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...env },
    });
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

async function ensurePackages() {
  await step("npm packages", async (say) => {
    if (hasPackages(root, wanted)) return;
    say("npm ci");
    await installPackages(root, wanted);
  });
}

async function runTests() {
  const { prepareForTests } = await import("./support/prepare.ts");
  const { tools } = await prepareForTests();
  const reportFile = join(root, ".cache", "test-report.json");
  await mkdir(join(root, ".cache"), { recursive: true });
  await rm(reportFile, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = ["run", "--config", "test/vitest.config.ts", "--root", "."];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const code = await spawnHere(
    process.execPath,
    [vitest, ...args, ...reporters, ...process.argv.slice(2)],
    tools.environment,
  );
  const { countTests } = await import("./support/count.ts");
  const summary = countTests(
    existsSync(reportFile) ? JSON.parse(await readFile(reportFile, "utf8")) : undefined,
    { exitCode: code, missingTools: tools.missing },
  );
  for (const line of summary.notes) console.log(line);
  console.log(summary.line);
  return summary.exitCode;
}

try {
  if (!process.env.CONVLAB_PACKAGES_READY) await ensurePackages();
  if (onNode24) {
    process.exitCode = await runTests();
  } else {
    const node = findNode24();
    if (!node)
      throw new Error(
        `npm ci brought no Node 24 (${node24Package ?? "none exists for this machine"})`,
      );
    process.exitCode = await spawnHere(node, [import.meta.filename, ...process.argv.slice(2)], {
      CONVLAB_PACKAGES_READY: "1",
    });
  }
} catch (error) {
  report(error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}
