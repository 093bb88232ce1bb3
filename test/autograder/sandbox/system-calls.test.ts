import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BuiltSandbox } from "../../../autograder/sandbox/sandbox.ts";
import { compileSeccomp, errno } from "../../../autograder/sandbox/seccomp/program.ts";
import { absent, forbidden, inspected } from "../../../autograder/sandbox/seccomp/system-calls.ts";
import { runFilter } from "../../support/classic-bpf.ts";
import { systemCallProgram } from "../../support/system-call-program.ts";
import { attack, attackSandbox } from "./attack.ts";

const arch = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const refusal = (number: number): number => 0x00050000 | number;
const allowed = 0x7fff0000;

describe.each(["x64", "arm64"] as const)("the filter for %s", (machine) => {
  const filter = compileSeccomp(machine);
  const column = machine === "x64" ? 0 : 1;
  const decide = (number: number, ...args: number[]) =>
    runFilter(filter, { number, arch: arch[machine], args });

  /** Number and name of the calls in a table that this machine has. */
  const callsOf = (table: typeof forbidden) =>
    Object.entries(table).flatMap(([name, numbers]) => {
      const number = numbers[column];
      return number === undefined ? [] : [{ name, number }];
    });

  test("refuses every forbidden call with EPERM and every absent one with ENOSYS", () => {
    const answers = (table: typeof forbidden) =>
      Object.fromEntries(callsOf(table).map(({ name, number }) => [name, decide(number)]));
    const all = (table: typeof forbidden, code: number) =>
      Object.fromEntries(callsOf(table).map(({ name }) => [name, refusal(code)]));
    expect(answers(forbidden)).toEqual(all(forbidden, errno.EPERM));
    expect(answers(absent)).toEqual(all(absent, errno.ENOSYS));
    expect(callsOf(forbidden).length).toBeGreaterThan(45);
  });

  test("lets ordinary calls through", () => {
    const named = new Set([...callsOf(forbidden), ...callsOf(absent)].map(({ number }) => number));
    // read, write, mmap, futex and their like: everything below 435 that no table names, but socket(0)
    const ordinary = Array.from({ length: 435 }, (_, number) => number).filter(
      (number) => !named.has(number) && number !== inspected.socket[column],
    );
    expect(ordinary.filter((number) => decide(number) !== allowed)).toEqual([]);
  });

  test("allows local sockets alone, threads but no namespaces, terminals but no typing into them", () => {
    const [socket, clone, ioctl] = machine === "x64" ? [41, 56, 16] : [198, 220, 29];
    expect(decide(socket, 1)).toBe(allowed);
    for (const family of [2, 10, 16, 17, 40]) {
      expect(decide(socket, family)).toBe(refusal(errno.EAFNOSUPPORT));
    }
    expect(decide(clone, 0x3d0f00)).toBe(allowed); // a thread
    expect(decide(clone, 0x10000000)).toBe(refusal(errno.EPERM)); // CLONE_NEWUSER
    expect(decide(clone, 0x00020000)).toBe(refusal(errno.EPERM)); // CLONE_NEWNS
    expect(decide(ioctl, 0, 0x5401)).toBe(allowed); // TCGETS
    expect(decide(ioctl, 0, 0x5412)).toBe(refusal(errno.EPERM)); // TIOCSTI
  });

  test("kills a process that calls by another machine's numbers", () => {
    expect(runFilter(filter, { number: 0, arch: 0x40000003, args: [] })).toBe(0x80000000); // i386
  });
});

test("calls by x86_64's 32-bit numbers do not exist", () => {
  const filter = compileSeccomp("x64");
  const call = { number: 0x40000000 | 101, arch: arch.x64, args: [] };
  expect(runFilter(filter, call)).toBe(refusal(errno.ENOSYS));
});

test("another processor is refused by name", () => {
  expect(() => compileSeccomp("riscv64")).toThrow(
    expect.objectContaining({ code: "SECCOMP_MACHINE" }),
  );
});

describe.runIf(process.arch === "x64")("a program that a guest brings", () => {
  let sandbox: BuiltSandbox;
  beforeAll(async () => {
    sandbox = await attackSandbox();
  });
  afterAll(() => sandbox.close());

  const calls: readonly (readonly [string, number, readonly number[], number])[] = [
    ["ptrace(TRACEME)", 101, [0], errno.EPERM],
    ["process_vm_readv(1)", 310, [1], errno.EPERM],
    ["mount", 165, [], errno.EPERM],
    ["bpf", 321, [], errno.EPERM],
    ["keyctl", 250, [], errno.EPERM],
    ["perf_event_open", 298, [], errno.EPERM],
    ["userfaultfd", 323, [], errno.EPERM],
    ["unshare(NEWUSER)", 272, [0x10000000], errno.EPERM],
    ["setns", 308, [], errno.EPERM],
    ["kexec_load", 246, [], errno.EPERM],
    ["io_uring_setup", 425, [], errno.ENOSYS],
    ["clone3", 435, [], errno.ENOSYS],
    ["socket(INET)", 41, [2, 1], errno.EAFNOSUPPORT],
    ["socket(NETLINK)", 41, [16, 3], errno.EAFNOSUPPORT],
    ["socket(VSOCK)", 41, [40, 1], errno.EAFNOSUPPORT],
    ["memfd_create", 319, [], errno.EPERM],
  ];
  test.each(calls)("gets %s refused by the real kernel", async (_name, number, args, code) => {
    const program = systemCallProgram(number, args).toString("base64");
    expect(await attack(sandbox, "systemCall", program)).toMatchObject({
      status: code,
      error: null,
    });
  });

  test("runs at all: getpid gives a number", async () => {
    const { status } = (await attack(
      sandbox,
      "systemCall",
      systemCallProgram(39, []).toString("base64"),
    )) as { status: number };
    expect(status).toBeGreaterThan(200); // −pid, modulo 256
  });
});
