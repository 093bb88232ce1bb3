// What the cursor points at.

/** A name in a text. */
export interface NamePlace {
  readonly start: number;
  readonly name: string;
}

/** The name around the cursor, or the one that ends there. */
export function nameAt(code: string, cursor: number): NamePlace | undefined {
  const before = /[\p{ID_Continue}$]*$/u.exec(code.slice(0, cursor))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))?.[0] ?? "";
  const name = before + after;
  return /^[\p{ID_Start}$_]/u.test(name) ? { start: cursor - before.length, name } : undefined;
}

/** The name of the function whose arguments are being written. */
export function calleeAt(code: string, cursor: number): NamePlace | undefined {
  let closed = 0;
  for (let index = cursor - 1; index >= 0; index -= 1) {
    const character = code[index] ?? "";
    if (")]}".includes(character)) closed += 1;
    else if ("([{".includes(character)) {
      const callee = closed === 0 && character === "(" && called.exec(code.slice(0, index));
      if (callee) return { start: callee.index, name: callee[1] ?? "" };
      closed = Math.max(0, closed - 1);
    } else if (character === ";" && closed === 0) return undefined;
  }
  return undefined;
}

const called = /([\p{ID_Start}$_][\p{ID_Continue}$]*)(?:<[^<>()]*>)?\s*$/u;
