import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installationRoot } from "../../../autograder/sandbox/stage/installation.ts";
import { moduleClosure, packageClosure } from "../../../autograder/sandbox/stage/closure.ts";
import { createStage, inside, type Stage } from "../../../autograder/sandbox/stage/stage.ts";

const root = installationRoot();
let stage: Stage;
beforeAll(async () => {
  stage = await createStage({ root });
});
afterAll(() => stage.close());

/** Every file of a tree below its runtime. */
async function runtimeOf(allowedImports: readonly string[]): Promise<readonly string[]> {
  const runtime = join(await stage.tree(allowedImports), "runtime");
  return readdirSync(runtime, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(runtime, join(entry.parentPath, entry.name)));
}

const doorsOf = (files: readonly string[]): readonly string[] =>
  files.filter((file) => /^dist\/convlab\/\w+\.js$/.test(file)).toSorted();

test("a lab sees the doors that it may import and what they share, code and types alike", async () => {
  const files = await runtimeOf(["convlab/check", "convlab/tensor"]);
  const doors = doorsOf(files);
  expect(doors).toContain("dist/convlab/check.js");
  expect(doors).toContain("dist/convlab/tensor.js");
  expect(files).toContain("dist/types/helpers/tensor/index.d.ts");
  expect(
    files.filter((file) => /(^|\/)(ops|backprop|architectures|optim)(\.js|\/)/.test(file)),
  ).toEqual([]);
  expect(doorsOf(await runtimeOf([]))).toEqual([]);
  expect(doorsOf(await runtimeOf(["convlab/ops"]))).toContain("dist/convlab/ops.js");
});

test("nothing of the course, of the checker or of the command line is there", async () => {
  const files = await runtimeOf(["convlab/check"]);
  expect(files).toContain("dist/sandbox-guest.js");
  const secret = /solutions|labs\/|\.ipynb|mutant|dist\/(checker|cli|server|start)|\.git\//;
  expect(files.filter((file) => secret.test(file))).toEqual([]);
});

test("an npm package is there only for the labs that list it, with what it needs", async () => {
  const packages = (files: readonly string[]): ReadonlySet<string> =>
    new Set(files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));
  const plain = packages(await runtimeOf(["convlab/check"]));
  expect([...plain]).not.toContain("ajv");
  expect([...plain]).not.toContain("zeromq");
  const listed = packages(await runtimeOf(["convlab/check", "ajv"]));
  expect([...listed]).toContain("ajv");
  expect([...listed]).toContain("fast-deep-equal");
});

test("Node is linked, not copied, and all of it can be read by the sandbox's user", async () => {
  const tree = await stage.tree(["convlab/check"]);
  const staged = statSync(join(tree, inside.node));
  const original = statSync(process.execPath);
  // on another file system a copy is right
  expect(staged.dev === original.dev ? staged.ino : original.ino).toBe(original.ino);
  const entries = readdirSync(tree, { withFileTypes: true, recursive: true });
  const closed = entries.filter((entry) => {
    const { mode } = statSync(join(entry.parentPath, entry.name));
    return (mode & (entry.isDirectory() ? 0o005 : 0o004)) === 0 || (mode & 0o002) !== 0;
  });
  expect(closed.map(({ name }) => name)).toEqual([]);
});

test("the same imports in another order are the same tree", async () => {
  const one = await stage.tree(["convlab/check", "convlab/tensor"]);
  expect(await stage.tree(["convlab/tensor", "convlab/check"])).toBe(one);
});

test("names that are no packages reach nothing", () => {
  expect(
    packageClosure(["../autograder", "..", ".", "/etc", "a/../../b", "no-such-thing"], root),
  ).toEqual([]);
  expect([...moduleClosure([join(root, "no-such-file.js")]).files]).toEqual([]);
});
