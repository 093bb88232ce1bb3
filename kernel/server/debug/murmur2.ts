// MurmurHash2 of 32 bits, as JupyterLab computes it itself to find the cell of a path.
const multiplier = 0x5bd1e995;

/**
 * MurmurHash2 (x86, 32-bit) of bytes.
 *
 * h = seed ⊕ length; four bytes at a time: k ← k·m; k ← k ⊕ (k ≫ 24); h ← h·m ⊕ k·m; then the rest and two rounds of mixing.
 *
 * @returns an unsigned number of 32 bits
 * @source Austin Appleby, MurmurHash2 (2008), public domain
 */
export function murmur2(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const mixed = Math.imul(view.getUint32(at, true), multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier);
  }
  if (whole < bytes.length) {
    for (let at = bytes.length - 1; at >= whole; at--)
      hash ^= (bytes[at] ?? 0) << (8 * (at - whole));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (hash ^ (hash >>> 15)) >>> 0;
}
