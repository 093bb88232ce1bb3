// The names that Node adds to every cell, shortened from what Node 24 documents. The full declarations of @types/node take
// their place as soon as a cell imports `node:…`: they cost 100 ms and 30 MB that most notebooks never need.

interface Console {
  /** Prints values, separated by spaces. */
  log(...data: any[]): void;
  info(...data: any[]): void;
  debug(...data: any[]): void;
  /** Prints to the error stream. */
  error(...data: any[]): void;
  warn(...data: any[]): void;
  trace(...data: any[]): void;
  /** Prints a message only where `condition` is false. */
  assert(condition?: unknown, ...data: any[]): void;
  clear(): void;
  count(label?: string): void;
  countReset(label?: string): void;
  /** Prints the properties of an object. */
  dir(
    item?: unknown,
    options?: { depth?: number | null; colors?: boolean; showHidden?: boolean },
  ): void;
  dirxml(...data: any[]): void;
  group(...label: any[]): void;
  groupCollapsed(...label: any[]): void;
  groupEnd(): void;
  /** Prints rows as a table. */
  table(tabularData?: unknown, properties?: readonly string[]): void;
  /** Starts a stopwatch; `timeEnd` prints what it shows. */
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...data: any[]): void;
}
declare var console: Console;

declare namespace NodeJS {
  interface Timeout extends Disposable {
    ref(): this;
    unref(): this;
    hasRef(): boolean;
    refresh(): this;
    close(): this;
    [Symbol.toPrimitive](): number;
  }
  interface Immediate extends Disposable {
    ref(): this;
    unref(): this;
    hasRef(): boolean;
  }
  interface WriteStream {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
    write(text: string | Uint8Array, done?: (error?: Error | null) => void): boolean;
    on(event: string, listener: (...values: any[]) => void): this;
    once(event: string, listener: (...values: any[]) => void): this;
  }
  interface MemoryUsage {
    rss: number;
    heapTotal: number;
    heapUsed: number;
    external: number;
    arrayBuffers: number;
  }
  interface Process {
    readonly argv: string[];
    readonly env: Record<string, string | undefined>;
    readonly pid: number;
    readonly ppid: number;
    readonly platform: "aix" | "darwin" | "freebsd" | "linux" | "openbsd" | "sunos" | "win32";
    readonly arch: string;
    readonly version: string;
    readonly versions: Readonly<Record<string, string | undefined>>;
    readonly execPath: string;
    readonly stdout: WriteStream;
    readonly stderr: WriteStream;
    exitCode?: number | string | null | undefined;
    title: string;
    cwd(): string;
    chdir(directory: string): void;
    exit(code?: number | string | null): never;
    uptime(): number;
    /** A clock for durations; `hrtime.bigint()` is in nanoseconds. */
    hrtime: { (time?: [number, number]): [number, number]; bigint(): bigint };
    /** Memory of the process in bytes. */
    memoryUsage: { (): MemoryUsage; rss(): number };
    cpuUsage(previous?: { user: number; system: number }): { user: number; system: number };
    nextTick(callback: (...values: any[]) => void, ...values: any[]): void;
    on(event: string, listener: (...values: any[]) => void): this;
    once(event: string, listener: (...values: any[]) => void): this;
    off(event: string, listener: (...values: any[]) => void): this;
    emitWarning(warning: string | Error): void;
  }
}
declare var process: NodeJS.Process;
declare var global: typeof globalThis;

/** Calls `callback` once, `ms` milliseconds from now. */
declare function setTimeout<T extends any[]>(
  callback: (...values: T) => void,
  ms?: number,
  ...values: T
): NodeJS.Timeout;
// for `new Promise((resolve) => setTimeout(resolve, 100))`, whose resolve takes a value
declare function setTimeout(callback: (value: void) => void, ms?: number): NodeJS.Timeout;
/** Calls `callback` every `ms` milliseconds until `clearInterval`. */
declare function setInterval<T extends any[]>(
  callback: (...values: T) => void,
  ms?: number,
  ...values: T
): NodeJS.Timeout;
declare function setImmediate<T extends any[]>(
  callback: (...values: T) => void,
  ...values: T
): NodeJS.Immediate;
declare function setImmediate(callback: (value: void) => void): NodeJS.Immediate;
declare function clearTimeout(timer: NodeJS.Timeout | string | number | undefined): void;
declare function clearInterval(timer: NodeJS.Timeout | string | number | undefined): void;
declare function clearImmediate(timer: NodeJS.Immediate | undefined): void;
declare function queueMicrotask(callback: () => void): void;
/** A deep copy of a value. */
declare function structuredClone<T>(value: T, options?: { transfer?: readonly any[] }): T;
/** Decodes base64 to a string of bytes. */
declare function atob(data: string): string;
/** Encodes a string of bytes as base64. */
declare function btoa(data: string): string;

type BufferEncoding =
  | "ascii"
  | "utf8"
  | "utf-8"
  | "utf16le"
  | "utf-16le"
  | "ucs2"
  | "ucs-2"
  | "base64"
  | "base64url"
  | "latin1"
  | "binary"
  | "hex";
/** Bytes, as Node reads and writes them. */
interface Buffer extends Uint8Array {
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  toJSON(): { type: "Buffer"; data: number[] };
  equals(other: Uint8Array): boolean;
  compare(other: Uint8Array): -1 | 0 | 1;
  copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
  write(text: string, offset?: number, length?: number, encoding?: BufferEncoding): number;
  subarray(start?: number, end?: number): Buffer;
  readUInt8(offset?: number): number;
  readInt8(offset?: number): number;
  readUInt16LE(offset?: number): number;
  readUInt16BE(offset?: number): number;
  readInt16LE(offset?: number): number;
  readInt16BE(offset?: number): number;
  readUInt32LE(offset?: number): number;
  readUInt32BE(offset?: number): number;
  readInt32LE(offset?: number): number;
  readInt32BE(offset?: number): number;
  readFloatLE(offset?: number): number;
  readFloatBE(offset?: number): number;
  readDoubleLE(offset?: number): number;
  readDoubleBE(offset?: number): number;
  writeUInt8(value: number, offset?: number): number;
  writeUInt32LE(value: number, offset?: number): number;
  writeUInt32BE(value: number, offset?: number): number;
  writeFloatLE(value: number, offset?: number): number;
  writeDoubleLE(value: number, offset?: number): number;
}
interface BufferConstructor {
  from(text: string, encoding?: BufferEncoding): Buffer;
  from(bytes: ArrayLike<number> | Iterable<number>): Buffer;
  from(memory: ArrayBufferLike, offset?: number, length?: number): Buffer;
  alloc(size: number, fill?: string | number | Uint8Array, encoding?: BufferEncoding): Buffer;
  allocUnsafe(size: number): Buffer;
  byteLength(text: string | ArrayBufferLike | ArrayBufferView, encoding?: BufferEncoding): number;
  concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
  compare(first: Uint8Array, second: Uint8Array): -1 | 0 | 1;
  isBuffer(value: unknown): value is Buffer;
  isEncoding(name: string): name is BufferEncoding;
}
declare var Buffer: BufferConstructor;

/** Turns text into UTF-8 bytes. */
interface TextEncoder {
  readonly encoding: string;
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}
declare var TextEncoder: { new (): TextEncoder; readonly prototype: TextEncoder };
/** Turns bytes into text. */
interface TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  decode(bytes?: ArrayBufferLike | ArrayBufferView | null, options?: { stream?: boolean }): string;
}
declare var TextDecoder: {
  new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
  readonly prototype: TextDecoder;
};

interface URLSearchParams {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  forEach(callback: (value: string, name: string, parent: URLSearchParams) => void): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare var URLSearchParams: {
  new (init?: string | Record<string, string> | Iterable<[string, string]>): URLSearchParams;
  readonly prototype: URLSearchParams;
};
interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
  toJSON(): string;
}
declare var URL: {
  new (url: string | URL, base?: string | URL): URL;
  readonly prototype: URL;
  canParse(url: string, base?: string): boolean;
  parse(url: string, base?: string): URL | null;
  createObjectURL(blob: Blob): string;
  revokeObjectURL(id: string): void;
};

interface Event {
  readonly type: string;
  readonly target: EventTarget | null;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
  stopPropagation(): void;
}
declare var Event: { new (type: string): Event; readonly prototype: Event };
interface EventTarget {
  addEventListener(
    type: string,
    listener: (event: any) => void,
    options?: boolean | { once?: boolean; signal?: AbortSignal },
  ): void;
  removeEventListener(type: string, listener: (event: any) => void): void;
  dispatchEvent(event: Event): boolean;
}
declare var EventTarget: { new (): EventTarget; readonly prototype: EventTarget };
/** Tells long work to stop. */
interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((event: Event) => void) | null;
  throwIfAborted(): void;
}
declare var AbortSignal: {
  readonly prototype: AbortSignal;
  abort(reason?: any): AbortSignal;
  timeout(ms: number): AbortSignal;
  any(signals: Iterable<AbortSignal>): AbortSignal;
};
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}
declare var AbortController: { new (): AbortController; readonly prototype: AbortController };

interface Blob {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  slice(start?: number, end?: number, type?: string): Blob;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  text(): Promise<string>;
}
type BlobPart = string | Blob | ArrayBufferLike | ArrayBufferView;
declare var Blob: {
  new (parts?: readonly BlobPart[], options?: { type?: string }): Blob;
  readonly prototype: Blob;
};
interface File extends Blob {
  readonly name: string;
  readonly lastModified: number;
}
declare var File: {
  new (
    parts: readonly BlobPart[],
    name: string,
    options?: { type?: string; lastModified?: number },
  ): File;
  readonly prototype: File;
};

interface ReadableStreamReader<T> {
  readonly closed: Promise<void>;
  read(): Promise<{ done: false; value: T } | { done: true; value: undefined }>;
  cancel(reason?: any): Promise<void>;
  releaseLock(): void;
}
interface ReadableStream<T = any> extends AsyncIterable<T> {
  readonly locked: boolean;
  getReader(): ReadableStreamReader<T>;
  cancel(reason?: any): Promise<void>;
  pipeThrough<U>(pair: { readable: ReadableStream<U>; writable: any }): ReadableStream<U>;
  pipeTo(target: any): Promise<void>;
  tee(): [ReadableStream<T>, ReadableStream<T>];
}
declare var ReadableStream: {
  new <T = any>(source?: any, strategy?: any): ReadableStream<T>;
  readonly prototype: ReadableStream;
};

type HeadersInit = Headers | Record<string, string> | Iterable<readonly [string, string]>;
interface Headers extends Iterable<[string, string]> {
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getSetCookie(): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callback: (value: string, name: string, parent: Headers) => void): void;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
}
declare var Headers: { new (init?: HeadersInit): Headers; readonly prototype: Headers };
interface FormData extends Iterable<[string, string | File]> {
  append(name: string, value: string | Blob, filename?: string): void;
  delete(name: string): void;
  get(name: string): string | File | null;
  getAll(name: string): (string | File)[];
  has(name: string): boolean;
  set(name: string, value: string | Blob, filename?: string): void;
}
declare var FormData: { new (): FormData; readonly prototype: FormData };
type BodyInit =
  string | ArrayBufferLike | ArrayBufferView | Blob | FormData | URLSearchParams | ReadableStream;
interface RequestInit {
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit | null;
  signal?: AbortSignal | null;
  redirect?: "follow" | "error" | "manual";
  credentials?: "omit" | "same-origin" | "include";
  keepalive?: boolean;
}
interface Body {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  formData(): Promise<FormData>;
  json(): Promise<any>;
  text(): Promise<string>;
}
interface Request extends Body {
  readonly headers: Headers;
  readonly method: string;
  readonly url: string;
  readonly signal: AbortSignal;
  clone(): Request;
}
declare var Request: {
  new (input: string | URL | Request, init?: RequestInit): Request;
  readonly prototype: Request;
};
/** What `fetch` answers; read it with `await response.json()`, `.text()` or `.arrayBuffer()`. */
interface Response extends Body {
  readonly headers: Headers;
  /** True for a status from 200 to 299. */
  readonly ok: boolean;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly type: string;
  readonly url: string;
  clone(): Response;
}
declare var Response: {
  new (
    body?: BodyInit | null,
    init?: { status?: number; statusText?: string; headers?: HeadersInit },
  ): Response;
  readonly prototype: Response;
  error(): Response;
  json(data: any, init?: { status?: number; statusText?: string; headers?: HeadersInit }): Response;
  redirect(url: string | URL, status?: number): Response;
};
/** Loads a web address. */
declare function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

/** A clock for durations, in milliseconds with fractions. */
interface Performance {
  readonly timeOrigin: number;
  now(): number;
  mark(name: string, options?: any): any;
  measure(name: string, start?: any, end?: string): any;
  clearMarks(name?: string): void;
  clearMeasures(name?: string): void;
  getEntries(): any[];
  getEntriesByName(name: string, type?: string): any[];
  getEntriesByType(type: string): any[];
  eventLoopUtilization(): { idle: number; active: number; utilization: number };
  toJSON(): any;
}
declare var performance: Performance;

interface Crypto {
  /** Fills an array with random bytes. */
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
  readonly subtle: any;
}
declare var crypto: Crypto;
declare var navigator: {
  readonly hardwareConcurrency: number;
  readonly language: string;
  readonly languages: readonly string[];
  readonly platform: string;
  readonly userAgent: string;
};
declare var WebAssembly: any;

interface ImportMeta {
  readonly url: string;
  readonly filename: string;
  readonly dirname: string;
  resolve(specifier: string): string;
}

interface NodeRequire {
  (id: string): any;
  resolve(id: string): string;
}
/** Loads a CommonJS module; `import` knows its types, this does not. */
declare var require: NodeRequire;
