import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OptionError } from "../../../kernel/core/index.ts";
import { root } from "../../../kernel/install/node24.mjs";

/** The npm package as a file. */
export interface PackedPackage {
  /** `convlab-0.1.0-1a2b3c4d.tgz`: a changed package has another name, so that npm installs it anew. */
  readonly name: string;
  readonly content: Uint8Array;
  /** npm's form, `sha512-…`, for a lock file. */
  readonly integrity: string;
}

/**
 * Packs this very convlab as npm would publish it; dist/ must be built.
 *
 * @throws OptionError PACK_FAILED
 */
export async function packPackage(version: string): Promise<PackedPackage> {
  const folder = await mkdtemp(join(tmpdir(), "convlab-pack-"));
  try {
    await npmPack(folder);
    const content = await readFile(join(folder, `convlab-${version}.tgz`));
    const digest = createHash("sha256").update(content).digest("hex").slice(0, 8);
    return {
      name: `convlab-${version}-${digest}.tgz`,
      content,
      integrity: `sha512-${createHash("sha512").update(content).digest("base64")}`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function npmPack(destination: string): Promise<void> {
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", destination];
  return new Promise((resolve, reject) => {
    const child = spawn("npm", args, {
      cwd: root,
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    }
    const failed = (cause: unknown): void =>
      reject(
        new OptionError({
          code: "PACK_FAILED",
          summary: "npm could not pack the convlab package.",
          given: said.trim() || String(cause),
          fix: "check that npm works here: npm --version",
          cause,
        }),
      );
    child.on("error", failed);
    child.on("close", (code) => (code === 0 ? resolve() : failed(`npm pack ended with ${code}`)));
  });
}
