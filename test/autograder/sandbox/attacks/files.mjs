// Attacks on files: each line reports its own outcome.
import { readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";

export async function read(paths) {
  const seen = {};
  for (const path of paths) seen[path] = await outcome(() => readFileSync(path, "latin1"));
  return seen;
}

export async function write(paths) {
  const seen = {};
  for (const path of paths) seen[path] = await outcome(() => writeFileSync(path, "forged"));
  return seen;
}

/** A link in the scratch folder that points at a file outside. */
export async function linkOut(target) {
  symlinkSync(target, "/scratch/link");
  return {
    read: await outcome(() => readFileSync("/scratch/link", "latin1")),
    written: await outcome(() => writeFileSync("/scratch/link", "forged")),
  };
}

/** Everything that can be listed from the root on. */
export async function list() {
  const found = [];
  const visit = (folder) => {
    for (const entry of readdirSync(folder || "/", { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (["/proc", "/dev"].includes(path)) continue;
      found.push(path);
      if (entry.isDirectory()) visit(path);
    }
  };
  visit("");
  return found;
}

/** What open descriptors lead to. */
export async function descriptors() {
  const seen = {};
  for (let number = 0; number < 64; number++) {
    const path = `/proc/self/fd/${number}`;
    const { value: link } = await outcome(() => readlinkSync(path));
    // Node's own pipes and event queues would make the reader wait for ever
    if (!link || /^(pipe|socket|anon_inode):/.test(link) || link === "/dev/null") continue;
    seen[number] = { link, content: await outcome(() => readFileSync(path, "latin1")) };
  }
  return seen;
}

export async function fillScratch(megabytes) {
  const chunk = Buffer.alloc(1024 * 1024, 1);
  for (let index = 0; index < megabytes; index++) {
    const end = await outcome(() => writeFileSync(`/scratch/fill-${index}`, chunk));
    if (end.refused) return { written: index, refused: end.refused };
  }
  return { written: megabytes };
}
