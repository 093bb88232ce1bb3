// What a script writes where a name of the notebook comes into being. The function is called by its plain name: a cell may
// have a `globalThis` of its own.

/** Begins a call that evaluates a value, then makes the names, then gives the value back; `endDeclare` ends it. */
export const beginDeclare = "convlab$declare(";

/** Ends what `beginDeclare` began. */
export function endDeclare(names: readonly string[]): string {
  return `${names.map((name) => `, ${JSON.stringify(name)}`).join("")})`;
}

/** Makes the names alone; an expression. */
export function declareCode(names: readonly string[]): string {
  return `${beginDeclare}void 0${endDeclare(names)}`;
}
