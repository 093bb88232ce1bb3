// An independent oracle: cepstral coefficients straight from their definitions, sharing no code with the library. The
// spectrum is a sum over samples, a triangle an interpolation between three points.

/** Settings with everything spelled out. */
export interface SlowMfcc {
  readonly rate: number;
  readonly size: number;
  readonly hop: number;
  readonly bands: number;
  readonly coefficients: number;
}

const mel = (hertz: number): number => 1127.01048 * Math.log(1 + hertz / 700); // 2595/ln 10 = 1127.0104…

/** Energy of one bin of one frame faded by a periodic Hann window. */
function power(signal: readonly number[], start: number, size: number, k: number): number {
  let [re, im] = [0, 0];
  for (let t = 0; t < size; t += 1) {
    const faded = Math.sin((Math.PI * t) / size) ** 2 * (signal[start + t] ?? 0);
    re += faded * Math.cos((2 * Math.PI * k * t) / size);
    im += faded * Math.sin((2 * Math.PI * k * t) / size);
  }
  return re * re + im * im;
}

/** Height at x of the line through (a, 0), (b, 1), (c, 0). */
function triangle(x: number, a: number, b: number, c: number): number {
  if (x <= a || x >= c) return 0;
  return x <= b ? (x - a) / (b - a) : (c - x) / (c - b);
}

/** [frames][coefficients], HTK's scale, triangles of height 1, natural logarithm, orthonormal transform. */
export function slowMfcc(
  signal: readonly number[],
  { rate, size, hop, bands, coefficients }: SlowMfcc,
): number[][] {
  const top = mel(rate / 2);
  const edge = (i: number): number => 700 * Math.expm1((top * i) / (bands + 1) / 1127.01048);
  const frames: number[][] = [];
  for (let start = 0; start + size <= signal.length; start += hop) {
    const logs = Array.from({ length: bands }, (_, b) => {
      let energy = 0;
      for (let k = 0; k <= size / 2; k += 1)
        energy += triangle((k * rate) / size, edge(b), edge(b + 1), edge(b + 2)) * power(signal, start, size, k); // prettier-ignore
      return Math.log(Math.max(energy, 1e-10));
    });
    frames.push(
      Array.from({ length: coefficients }, (_, k) => {
        const sum = logs.reduce((total, value, n) => total + value * Math.cos((Math.PI / bands) * (n + 0.5) * k), 0); // prettier-ignore
        return sum * (k === 0 ? Math.sqrt(1 / bands) : Math.sqrt(2 / bands));
      }),
    );
  }
  return frames;
}
