import { expect, test } from "vitest";
import { ProtocolError } from "../../../kernel/core/index.ts";
import {
  addressOf,
  parseConnection,
  readConnectionFile,
} from "../../../kernel/protocol/connection/connection-file.ts";

const WIRE = {
  transport: "tcp",
  ip: "127.0.0.1",
  shell_port: 1001,
  control_port: 1002,
  stdin_port: 1003,
  iopub_port: 1004,
  hb_port: 1005,
  key: "secret-key-of-this-test",
  signature_scheme: "hmac-sha256",
  kernel_name: "convlab",
  jupyter_session: "/home/ada/labs/01.ipynb",
};

function errorOf(text: string): ProtocolError {
  try {
    parseConnection(text, "kernel-1.json");
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("a connection file of jupyter_client is read", () => {
  const connection = parseConnection(JSON.stringify(WIRE), "kernel-1.json");
  expect(connection).toEqual({
    transport: "tcp",
    ip: "127.0.0.1",
    ports: { shell: 1001, control: 1002, stdin: 1003, iopub: 1004, hb: 1005 },
    key: "secret-key-of-this-test",
    signatureScheme: "hmac-sha256",
    curve: undefined,
    notebook: "/home/ada/labs/01.ipynb",
    registrationPort: undefined,
  });
});

test("addresses are written for TCP, IPv6 and ipc", () => {
  const address = (fields: object) =>
    addressOf(parseConnection(JSON.stringify({ ...WIRE, ...fields }), "f"), "hb");
  expect(address({})).toBe("tcp://127.0.0.1:1005");
  expect(address({ ip: "::1" })).toBe("tcp://[::1]:1005");
  expect(address({ transport: "ipc", ip: "/tmp/kernel-ipc" })).toBe("ipc:///tmp/kernel-ipc-1005");
});

test("all faults are named at once, and the key never", () => {
  const error = errorOf(JSON.stringify({ ...WIRE, ip: 7, hb_port: 0, signature_scheme: "rot13" }));
  expect(error.code).toBe("CONNECTION_FILE_BROKEN");
  for (const part of ["kernel-1.json", "ip is 7", "hb_port is 0", "rot13"]) {
    expect(error.message).toContain(part);
  }
  expect(error.message).not.toContain(WIRE.key);
});

test("curve keys come in pairs, and are never shown", () => {
  const secret = "s".repeat(40);
  const pair = { curve_publickey: "p".repeat(40), curve_secretkey: secret };
  expect(parseConnection(JSON.stringify({ ...WIRE, ...pair }), "f").curve).toEqual({
    publicKey: pair.curve_publickey,
    secretKey: secret,
  });
  const alone = errorOf(JSON.stringify({ ...WIRE, curve_secretkey: secret }));
  const short = errorOf(JSON.stringify({ ...WIRE, ...pair, curve_secretkey: "short-secret" }));
  expect([alone.code, short.code]).toEqual(["CONNECTION_FILE_BROKEN", "CONNECTION_FILE_BROKEN"]);
  expect(`${alone.message} ${short.message}`).not.toMatch(/sssss|short-secret/);
});

test("text that is no JSON object is refused", () => {
  expect(errorOf("{").code).toBe("CONNECTION_FILE_BROKEN");
  expect(errorOf("[]").code).toBe("CONNECTION_FILE_BROKEN");
});

test("a missing file is refused with what to do", () => {
  expect(() => readConnectionFile("/nonexistent/kernel.json")).toThrow(
    expect.objectContaining({
      code: "CONNECTION_FILE_UNREADABLE",
      fix: expect.stringContaining("Jupyter"),
    }),
  );
});

test("a registration file gives no ports but where to register them, over TCP alone", () => {
  const { transport, ip, key } = WIRE;
  const wire = { transport, ip, key, registration_port: 2000 };
  expect(parseConnection(JSON.stringify(wire), "f")).toMatchObject({
    registrationPort: 2000,
    ports: { shell: 0, control: 0, stdin: 0, iopub: 0, hb: 0 },
  });
  expect(addressOf(parseConnection(JSON.stringify(wire), "f"), "hb")).toBe("tcp://127.0.0.1:*");
  const broken = errorOf(JSON.stringify({ ...wire, transport: "ipc", registration_port: 0 }));
  expect(broken.given).toContain("registration_port is 0");
  expect(broken.given).toContain("needs transport tcp");
});
