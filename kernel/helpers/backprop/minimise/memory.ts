/** The last steps and changes of the gradient, and the direction −H·g that they give. */
export class Memory {
  readonly #most: number;
  readonly #pairs: {
    readonly step: Float64Array;
    readonly change: Float64Array;
    readonly rho: number;
  }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#pairs.length;
  }

  forget(): void {
    this.#pairs.length = 0;
  }

  /** Keeps a pair if the function curves upwards along it; only then is H positive definite. */
  add(step: Float64Array, change: Float64Array): void {
    const curvature = dot(step, change);
    if (this.#most === 0 || !(curvature > 1e-12 * dot(change, change))) return;
    this.#pairs.push({ step, change, rho: 1 / curvature });
    if (this.#pairs.length > this.#most) this.#pairs.shift();
  }

  /** −H·g by the two loops of Nocedal (1980); held elements stay. */
  direction(gradient: Float64Array, held: Float64Array): Float64Array {
    let q = gradient.slice();
    const alphas: number[] = [];
    for (const { step, change, rho } of this.#pairs.toReversed()) {
      const alpha = rho * dot(step, q);
      alphas.push(alpha);
      q = q.map((value, i) => value - alpha * (change[i] ?? 0));
    }
    const last = this.#pairs.at(-1);
    const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.change, last.change));
    q = q.map((value) => value * scale);
    for (const { step, change, rho } of this.#pairs) {
      const beta = rho * dot(change, q);
      const alpha = alphas.pop() ?? 0;
      q = q.map((value, i) => value + (alpha - beta) * (step[i] ?? 0));
    }
    return q.map((value, i) => (held[i] === 1 ? 0 : -value));
  }
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
