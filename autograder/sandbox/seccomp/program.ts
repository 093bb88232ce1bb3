// The system-call filter that bubblewrap loads: classic BPF over `struct seccomp_data`, compiled here so that no
// library and no root is needed. man 2 seccomp; linux/filter.h, linux/seccomp.h, linux/audit.h.
import { SandboxError } from "../errors.ts";
import { absent, forbidden, inspected } from "./system-calls.ts";

/** One classic BPF instruction: `jt` and `jf` are how many instructions to skip. */
interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

type Machine = "x64" | "arm64";

const loadWord = 0x20; // BPF_LD | BPF_W | BPF_ABS
const jumpEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const jumpAtLeast = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const jumpAnyBit = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const giveBack = 0x06; // BPF_RET | BPF_K

/** Offsets in `struct seccomp_data`; an argument's low word comes first on both machines. */
const offset = { number: 0, machine: 4, argument0: 16, argument1: 24 } as const;

const allow = 0x7fff0000;
const killProcess = 0x80000000;
const refuse = (errno: number): number => 0x00050000 | errno;
export const errno = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

const auditArch: Readonly<Record<Machine, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };
/** Numbers from here on are x86_64's 32-bit twins, which would go round every comparison below. */
const x32Bit = 0x40000000;
const localSocket = 1; // AF_UNIX
/** CLONE_NEWTIME | NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET */
const newNamespaces = 0x7e020080;
/** Both write into a terminal's input queue. */
const terminalInput = [0x5412 /* TIOCSTI */, 0x541c /* TIOCLINUX */];

/** The filter's instructions for a machine. Everything that is not named is allowed: Node and V8 change what they use. */
function seccompInstructions(machine: Machine): readonly Instruction[] {
  const column = machine === "x64" ? 0 : 1;
  const load = (k: number): Instruction => ({ code: loadWord, jt: 0, jf: 0, k });
  const end = (k: number): Instruction => ({ code: giveBack, jt: 0, jf: 0, k });
  /** Runs `body` only when the number loaded last is `k`. */
  const when = (k: number, body: readonly Instruction[]): readonly Instruction[] => [
    { code: jumpEqual, jt: 0, jf: body.length, k },
    ...body,
  ];
  const refusals = (table: typeof forbidden, error: number): readonly Instruction[] =>
    Object.values(table).flatMap((numbers) => {
      const number = numbers[column];
      return number === undefined ? [] : when(number, [end(refuse(error))]);
    });
  const callOf = (name: keyof typeof inspected, body: readonly Instruction[]) => {
    const number = inspected[name][column];
    return number === undefined ? [] : when(number, body);
  };
  return [
    load(offset.machine),
    { code: jumpEqual, jt: 1, jf: 0, k: auditArch[machine] },
    end(killProcess),
    load(offset.number),
    ...(machine === "x64"
      ? [{ code: jumpAtLeast, jt: 0, jf: 1, k: x32Bit }, end(refuse(errno.ENOSYS))]
      : []),
    ...callOf("socket", [
      load(offset.argument0),
      { code: jumpEqual, jt: 1, jf: 0, k: localSocket },
      end(refuse(errno.EAFNOSUPPORT)),
      end(allow),
    ]),
    ...callOf("clone", [
      load(offset.argument0),
      { code: jumpAnyBit, jt: 0, jf: 1, k: newNamespaces },
      end(refuse(errno.EPERM)),
      end(allow),
    ]),
    ...callOf("ioctl", [
      load(offset.argument1),
      ...terminalInput.flatMap((request) => when(request, [end(refuse(errno.EPERM))])),
      end(allow),
    ]),
    ...refusals(absent, errno.ENOSYS),
    ...refusals(forbidden, errno.EPERM),
    end(allow),
  ];
}

/**
 * The filter as the bytes that `bwrap --seccomp FD` reads: 8 per instruction.
 *
 * @throws SandboxError SECCOMP_MACHINE on a processor whose system-call numbers we do not know
 */
export function compileSeccomp(machine: string): Buffer {
  if (machine !== "x64" && machine !== "arm64") {
    throw new SandboxError({
      code: "SECCOMP_MACHINE",
      summary: "sandbox: there is no system-call filter for this processor.",
      given: machine,
      expected: "x64 or arm64",
      fix: "grade on a machine with one of these processors",
    });
  }
  const instructions = seccompInstructions(machine);
  const bytes = Buffer.alloc(instructions.length * 8);
  instructions.forEach(({ code, jt, jf, k }, index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jt, index * 8 + 2);
    bytes.writeUInt8(jf, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  });
  return bytes;
}
