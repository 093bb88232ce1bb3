// The file in which Jupyter tells a kernel its key, and its ports or where to register the ports that it takes.
import { readFileSync, statSync } from "node:fs";
import { isJsonObject, type JsonObject, ProtocolError } from "../../core/index.ts";
import { describe } from "../wire/header.ts";

/** A checked connection file. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  /** 0: a free one, where the kernel is to register. */
  readonly ports: Readonly<Record<SocketName, number>>;
  /** Empty: messages are not signed. */
  readonly key: string;
  /** `hmac-sha256` or another `hmac-` digest. */
  readonly signatureScheme: string;
  /** Z85 key pair of CurveZMQ: all sockets are encrypted with it. */
  readonly curve: { readonly publicKey: string; readonly secretKey: string } | undefined;
  /** Path of the notebook, when the server says it. */
  readonly notebook: string | undefined;
  /** Where whoever started the kernel waits to hear its ports (JEP 66); undefined: the ports are given. */
  readonly registrationPort: number | undefined;
}

/** The five sockets, named as in the connection file without `_port`. */
export type SocketName = "shell" | "control" | "stdin" | "iopub" | "hb";

/** Characters of a CurveZMQ key in Z85. */
const Z85_KEY = 40;

/**
 * Read at once: nothing else can be done before, and an asynchronous read starts four threads.
 * @throws ProtocolError CONNECTION_FILE_UNREADABLE, CONNECTION_FILE_BROKEN
 */
export function readConnectionFile(path: string): Connection {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ProtocolError({
      code: "CONNECTION_FILE_UNREADABLE",
      summary: "The connection file cannot be read.",
      given: `${path} (${cause instanceof Error ? cause.message : String(cause)})`,
      expected: "the path that Jupyter puts in place of {connection_file}",
      fix: "start the kernel through Jupyter: choose it in JupyterLab, or run jupyter console --kernel convlab",
      cause,
    });
  }
  return parseConnection(text, path);
}

/** @throws ProtocolError CONNECTION_FILE_BROKEN, naming every field at fault but never the key */
export function parseConnection(text: string, path: string): Connection {
  let wire: unknown;
  try {
    wire = JSON.parse(text);
  } catch (cause) {
    throw broken(path, ["it is not JSON"], cause);
  }
  if (!isJsonObject(wire)) throw broken(path, ["it is not a JSON object"]);
  const { connection, faults } = readFields(wire);
  if (faults.length > 0) throw broken(path, faults);
  return connection;
}

function readFields(wire: JsonObject): { connection: Connection; faults: string[] } {
  const faults: string[] = [];
  const isRegistering = wire["registration_port"] !== undefined;
  const port = (name: SocketName | "registration"): number => {
    const value = wire[`${name}_port`];
    if (isRegistering && name !== "registration") return 0;
    const isPort = typeof value === "number" && Number.isInteger(value);
    if (isPort && value >= 1 && value <= 65_535) return value;
    faults.push(`${name}_port is ${describe(value)}`);
    return 0;
  };
  const text = (name: string, otherwise: string, isRight: (value: string) => boolean): string => {
    const value = wire[name] ?? otherwise;
    if (typeof value === "string" && isRight(value)) return value;
    faults.push(isSecret(name) ? `${name} is not as it must be` : `${name} is ${describe(value)}`);
    return otherwise;
  };
  const isKeyOrAbsent = (value: string) => value === "" || value.length === Z85_KEY;
  const publicKey = text("curve_publickey", "", isKeyOrAbsent);
  const secretKey = text("curve_secretkey", "", isKeyOrAbsent);
  if ((publicKey === "") !== (secretKey === "")) faults.push("one of two curve keys is missing");
  const transport = text("transport", "tcp", (value) => value === "tcp" || value === "ipc");
  if (isRegistering && transport === "ipc") faults.push("registration_port needs transport tcp");
  const connection: Connection = {
    transport: transport === "ipc" ? "ipc" : "tcp",
    ip: text("ip", "127.0.0.1", (value) => value !== ""),
    ports: {
      shell: port("shell"),
      control: port("control"),
      stdin: port("stdin"),
      iopub: port("iopub"),
      hb: port("hb"),
    },
    key: text("key", "", () => true),
    signatureScheme: text("signature_scheme", "hmac-sha256", isDigest),
    curve: publicKey !== "" && secretKey !== "" ? { publicKey, secretKey } : undefined,
    notebook: text("jupyter_session", "", () => true) || undefined,
    registrationPort: isRegistering ? port("registration") : undefined,
  };
  return { connection, faults };
}

/** Never shown, not even when it is wrong. */
function isSecret(name: string): boolean {
  return name === "key" || name.startsWith("curve_");
}

function isDigest(scheme: string): boolean {
  if (scheme === "hmac-sha256") return true; // always, so far: node:crypto can wait
  const known = process.getBuiltinModule("node:crypto").getHashes();
  return scheme.startsWith("hmac-") && known.includes(scheme.slice("hmac-".length));
}

function broken(path: string, faults: readonly string[], cause?: unknown): ProtocolError {
  return new ProtocolError({
    code: "CONNECTION_FILE_BROKEN",
    summary: `The connection file ${path} is broken.`,
    given: faults.join("; "),
    expected:
      "transport tcp or ipc, ip, shell_port, control_port, stdin_port, iopub_port, hb_port (or registration_port alone), key, signature_scheme hmac-sha256",
    fix: "restart the kernel: Jupyter writes a new one",
    cause,
  });
}

/** Where a socket listens, as ZeroMQ writes it. */
export function addressOf({ transport, ip, ports }: Connection, name: SocketName): string {
  const port = ports[name];
  return transport === "tcp" ? tcpAddress(ip, port) : `ipc://${ip}-${port}`;
}

/** A TCP address as ZeroMQ writes it; port 0 asks for a free one. */
export function tcpAddress(ip: string, port: number): string {
  return `tcp://${ip.includes(":") ? `[${ip}]` : ip}:${port === 0 ? "*" : port}`;
}

/**
 * True where others than its owner may read the file: whoever reads the key can run code as this user. Jupyter writes it
 * for its owner alone. Windows keeps such rights elsewhere.
 */
export function isExposed(path: string, platform: string = process.platform): boolean {
  return platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
}
