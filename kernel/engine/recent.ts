/** Values by text, of which the last ones used are kept. */
export class Recent<V> {
  readonly #values = new Map<string, { readonly value: V; readonly size: number }>();
  readonly #most: number;
  readonly #mostSize: number;
  #size = 0;

  /**
   * @param most values that are kept
   * @param mostSize sum of their sizes; a larger value is not kept at all
   */
  constructor(most: number, mostSize: number) {
    this.#most = most;
    this.#mostSize = mostSize;
  }

  get(text: string): V | undefined {
    const known = this.#values.get(text);
    if (known === undefined) return undefined;
    this.#values.delete(text);
    this.#values.set(text, known);
    return known.value;
  }

  set(text: string, value: V, size: number): void {
    this.#forget(text);
    if (size > this.#mostSize) return;
    this.#values.set(text, { value, size });
    this.#size += size;
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most && this.#size <= this.#mostSize) return;
      this.#forget(oldest);
    }
  }

  clear(): void {
    this.#values.clear();
    this.#size = 0;
  }

  #forget(text: string): void {
    this.#size -= this.#values.get(text)?.size ?? 0;
    this.#values.delete(text);
  }
}
