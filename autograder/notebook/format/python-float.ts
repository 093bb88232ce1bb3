/** `str(float(x))` of Python: `4` is "4.0", `1e16` is "1e+16", `0.00001` is "1e-05". */
export function pythonFloat(value: number): string {
  const size = Math.abs(value);
  if (Object.is(value, -0)) return "-0.0";
  if (value === 0 || (size >= 1e-4 && size < 1e16)) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}
