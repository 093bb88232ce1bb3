// The compiler settings of cells: milder than the project's own, and open to a tsconfig.json near the notebook.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Defaults, which a tsconfig.json near the notebook may change. */
export const defaultOptions: Readonly<Record<string, unknown>> = {
  strict: true,
  target: "es2024",
  // What Node 24 runs; a name that works must not be refused.
  lib: ["es2025", "esnext.disposable", "esnext.array", "esnext.error"],
  types: [],
  jsx: "react",
};

/** What the two documents need, whatever a tsconfig.json says. */
export const fixedOptions: Readonly<Record<string, unknown>> = {
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  isolatedDeclarations: false,
  isolatedModules: false,
  verbatimModuleSyntax: false,
  erasableSyntaxOnly: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
  skipLibCheck: true,
};

/**
 * The nearest tsconfig.json at or above a folder. Ours is for the project's own sources, stricter than a beginner's cell
 * may bear, so the search ends at our own installation.
 */
export function nearestConfig(directory: string, installation: string): string | undefined {
  for (let folder = directory; folder !== installation; folder = dirname(folder)) {
    const config = join(folder, "tsconfig.json");
    if (existsSync(config)) return config;
    if (dirname(folder) === folder) return undefined;
  }
  return undefined;
}
