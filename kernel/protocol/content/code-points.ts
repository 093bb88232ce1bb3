// Jupyter counts the cursor in Unicode code points, JavaScript in UTF-16 units: 𝒙 is one and two. Converted here alone.

/**
 * Offset in UTF-16 units of the code point number `points`; positions outside the text are clamped to it
 * (JupyterLab's documentation panel asks one past the end).
 * @example toUtf16("a𝒙b", 2) // 3
 */
export function toUtf16(text: string, points: number): number {
  let units = 0;
  for (let left = Math.trunc(points); left > 0 && units < text.length; left -= 1) {
    units += widthAt(text, units);
  }
  return units;
}

/**
 * Number of code points before the UTF-16 offset `units`; an offset in the middle of a pair counts as before it.
 * @example toCodePoints("a𝒙b", 3) // 2
 */
export function toCodePoints(text: string, units: number): number {
  const end = Math.min(Math.max(units, 0), text.length);
  let points = 0;
  for (let at = 0; at < end; points += 1) {
    const next = at + widthAt(text, at);
    if (next > end) break;
    at = next;
  }
  return points;
}

function widthAt(text: string, index: number): 1 | 2 {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
