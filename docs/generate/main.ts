// `npm run docs`: writes docs/reference from the docstrings of the helper library.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { reference } from "./reference.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = join(root, "docs", "reference");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const pages = reference(root);
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
console.log(`docs/reference: ${pages.size} pages`);
