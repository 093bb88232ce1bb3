// What console.log makes of texts and numbers, without the detours of formatting.

/** The line of these values as `util.format` gives it; undefined where it takes more than putting them side by side. */
export function plainLine(values: readonly unknown[]): string | undefined {
  const [first] = values;
  if (values.length === 1 && typeof first === "string") return first;
  if (typeof first === "string" && first.includes("%")) return undefined; // a pattern
  let line = "";
  for (let index = 0; index < values.length; index += 1) {
    const text = plainText(values[index]);
    if (text === undefined) return undefined;
    line += index === 0 ? text : ` ${text}`;
  }
  return line;
}

function plainText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "bigint":
      return `${value}n`;
    case "object":
      return value === null ? "null" : undefined;
    default:
      return undefined;
  }
}
