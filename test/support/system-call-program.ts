/**
 * A whole ELF program for x86_64 of about 200 bytes that makes one system call and exits with its errno (0 to 255; a
 * result r ≥ 0 shows as −r modulo 256): a guest can bring it along, whatever tools the sandbox hides.
 */
export function systemCallProgram(number: number, args: readonly number[]): Buffer {
  const origin = 0x400000;
  const headers = 64 + 56;
  const word = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
  const move = [[0xbf], [0xbe], [0xba], [0x41, 0xba], [0x41, 0xb8]]; // mov edi, esi, edx, r10d, r8d
  const systemCall = [0x0f, 0x05];
  const code = Buffer.from(
    [
      ...move.map((opcode, index) => [...opcode, ...word(args[index] ?? 0)]),
      [0xb8, ...word(number), ...systemCall], // mov eax, number; syscall
      [0xf7, 0xd8, 0x89, 0xc7], // neg eax; mov edi, eax
      [0xb8, ...word(60), ...systemCall], // mov eax, exit; syscall
    ].flat(),
  );
  const elf = Buffer.alloc(headers);
  elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // 64 bits, little-endian, version 1
  elf.writeUInt16LE(2, 16); // ET_EXEC
  elf.writeUInt16LE(62, 18); // EM_X86_64
  elf.writeUInt32LE(1, 20);
  elf.writeBigUInt64LE(BigInt(origin + headers), 24); // entry
  elf.writeBigUInt64LE(64n, 32); // program headers
  elf.writeUInt16LE(64, 52);
  elf.writeUInt16LE(56, 54);
  elf.writeUInt16LE(1, 56);
  elf.writeUInt32LE(1, 64); // PT_LOAD
  elf.writeUInt32LE(5, 68); // readable, executable
  elf.writeBigUInt64LE(BigInt(origin), 80);
  elf.writeBigUInt64LE(BigInt(origin), 88);
  elf.writeBigUInt64LE(BigInt(headers + code.length), 96);
  elf.writeBigUInt64LE(BigInt(headers + code.length), 104);
  elf.writeBigUInt64LE(0x1000n, 112);
  return Buffer.concat([elf, code]);
}
