// The compiled tile functions and the memory that they work in; undefined where a browser or a policy does not allow them.
import type { DType, FloatArray } from "../../../tensor/index.ts";
import { assemble, float32Lanes, float64Lanes } from "./assembler.ts";
import { packFunction } from "./pack.ts";
import { tileFunction } from "./tile.ts";

/** One call works on tiles of four rows and one panel of columns; its parameters are described in tile.ts. */
type TileFunction = (
  aRows: number, outRows: number, tiles: number,
  runs: number, runCount: number, runLength: number, step: number,
  b: number, column: number, bias: number,
) => void; // prettier-ignore

/** Copies one panel's columns; its parameters are described in pack.ts. */
type PackFunction = (from: number, to: number, rows: number, step: number) => void;

/** The part of the `WebAssembly` of browsers and Node that is used here. */
interface WebAssemblyPart {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const pageBytes = 65_536;
/** 512 MB; what does not fit is computed in plain TypeScript. */
const mostPages = 8192;

/** Tile functions for one type of numbers, and the memory's views. */
export interface Machine {
  readonly dtype: DType;
  readonly bytes: 4 | 8;
  /** Columns of a wide panel; a narrow one has half as many. */
  readonly width: 8 | 4;
  readonly wide: TileFunction;
  readonly narrow: TileFunction;
  readonly packWide: PackFunction;
  readonly packNarrow: PackFunction;
  readonly workspace: Workspace;
}

/** The memory, handed out from the front anew for each job. */
class Workspace {
  readonly memory: WasmMemory;
  #next = 0;
  #ints = new Int32Array(0);
  #float32 = new Float32Array(0);
  #float64 = new Float64Array(0);

  constructor(memory: WasmMemory) {
    this.memory = memory;
  }

  /** Makes room for a job of so many bytes; false if there is none. */
  begin(bytes: number): boolean {
    // sixteen bytes stay free at 0, which means "no bias" to a tile function
    this.#next = 16;
    const missing =
      Math.ceil((bytes + 4096) / pageBytes) - this.memory.buffer.byteLength / pageBytes;
    if (missing > 0 && !this.#grow(missing)) return false;
    if (this.#ints.buffer !== this.memory.buffer) {
      this.#ints = new Int32Array(this.memory.buffer);
      this.#float32 = new Float32Array(this.memory.buffer);
      this.#float64 = new Float64Array(this.memory.buffer);
    }
    return true;
  }

  #grow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch (error) {
      // the limit, or no memory left: the plain way needs none of this
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  /** The address of so many fresh bytes; their content is what an earlier job left. */
  take(bytes: number): number {
    const address = this.#next;
    this.#next += Math.ceil(bytes / 16) * 16;
    return address;
  }

  get ints(): Int32Array {
    return this.#ints;
  }

  floats(dtype: DType): FloatArray {
    return dtype === "float32" ? this.#float32 : this.#float64;
  }
}

const machines = new Map<DType, Machine | undefined>();
let shared: Workspace | undefined;

/** The machine for a type of numbers, compiled at its first use; undefined where SIMD or WebAssembly is missing. */
export function machineFor(dtype: DType): Machine | undefined {
  if (!machines.has(dtype)) machines.set(dtype, build(dtype));
  return machines.get(dtype);
}

function build(dtype: DType): Machine | undefined {
  const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyPart };
  if (WebAssembly === undefined) return undefined;
  const lanes = dtype === "float32" ? float32Lanes : float64Lanes;
  const code = assemble([
    tileFunction("wide", lanes, 2),
    tileFunction("narrow", lanes, 1),
    packFunction("packWide", 2),
    packFunction("packNarrow", 1),
  ]);
  if (!WebAssembly.validate(code)) return undefined;
  try {
    shared ??= new Workspace(new WebAssembly.Memory({ initial: 1, maximum: mostPages }));
    const imports = { env: { memory: shared.memory } };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), imports);
    return {
      dtype,
      bytes: lanes.bytes,
      width: lanes.bytes === 4 ? 8 : 4,
      wide: exports["wide"] as TileFunction,
      narrow: exports["narrow"] as TileFunction,
      packWide: exports["packWide"] as PackFunction,
      packNarrow: exports["packNarrow"] as PackFunction,
      workspace: shared,
    };
  } catch (error) {
    // a page's policy may forbid WebAssembly (CompileError), a machine may lack address space (RangeError)
    if (error instanceof Error) return undefined;
    throw error;
  }
}
