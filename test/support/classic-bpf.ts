// Runs a seccomp filter as the kernel would: an oracle for the compiler. man 2 seccomp, linux/filter.h.

export interface SystemCall {
  readonly number: number;
  readonly arch: number;
  readonly args: readonly number[];
}

/** What the filter gives back for a system call. */
export function runFilter(filter: Buffer, call: SystemCall): number {
  const data = Buffer.alloc(64); // struct seccomp_data
  data.writeUInt32LE(call.number >>> 0, 0);
  data.writeUInt32LE(call.arch, 4);
  call.args.forEach((value, index) => data.writeUInt32LE(value >>> 0, 16 + 8 * index));
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(at * 8);
    const [jt, jf] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
    const k = filter.readUInt32LE(at * 8 + 4);
    switch (code) {
      case 0x20:
        accumulator = data.readUInt32LE(k);
        break;
      case 0x15:
        at += accumulator === k ? jt : jf;
        break;
      case 0x35:
        at += accumulator >= k ? jt : jf;
        break;
      case 0x45:
        at += (accumulator & k) !== 0 ? jt : jf;
        break;
      case 0x06:
        return k;
      default:
        throw new Error(`instruction ${code} at ${at} is not one that the kernel would take here`);
    }
  }
  throw new Error("the filter ends without an answer");
}
