// Reads what is in a .tgz, as npm packs it, so that the leak scan looks inside.
import { gunzipSync } from "node:zlib";

/** The regular files of a gzipped tar archive by their paths. */
export function readTarball(content: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const tar = gunzipSync(content);
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8);
    const type = textAt(tar, at + 156, 1);
    const body = tar.subarray(at + 512, at + 512 + size);
    if (type === "x") longName = /^\d+ path=(.*)$/m.exec(body.toString("utf8"))?.[1];
    else if (type === "L") longName = textAt(body, 0, body.length);
    else {
      const prefix = textAt(tar, at + 345, 155);
      const short = textAt(tar, at, 100);
      const name = longName ?? (prefix === "" ? short : `${prefix}/${short}`);
      if (type === "0" || type === "") files.set(name, body);
      longName = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function textAt(bytes: Buffer, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString("utf8");
}
