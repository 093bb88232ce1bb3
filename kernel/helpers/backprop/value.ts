// Automatic differentiation of numbers, one operation at a time: what the libraries do for tensors, small enough to read.

/** How an operation was made: the values that it read, and its derivative with respect to each. */
interface Edge {
  readonly from: Value;
  /** ∂this/∂from at the current numbers. */
  readonly slope: number;
}

/**
 * A number that remembers how it was computed.
 *
 * Every operation makes a new Value and notes its slope towards each operand; `backward()` walks the graph from the result
 * to the leaves once, in reverse order of computation, and adds slope·gradient to each operand (chain rule). A value used
 * twice therefore gets the sum of both ways.
 *
 * @example
 * const x = new Value(3);
 * x.mul(x).add(1).backward();
 * x.gradient // 6
 */
export class Value {
  readonly data: number;
  readonly label: string;
  readonly operation: string;
  /** ∂result/∂this; sums up over calls of `backward` until `zeroGradients`. */
  gradient = 0;
  readonly #edges: readonly Edge[];

  constructor(data: number, label = "", operation = "", edges: readonly Edge[] = []) {
    this.data = data;
    this.label = label;
    this.operation = operation;
    this.#edges = edges;
  }

  /** The values that this one was computed from. */
  get operands(): readonly Value[] {
    return this.#edges.map(({ from }) => from);
  }

  add(other: Value | number): Value {
    const right = asValue(other);
    return this.#combine("+", this.data + right.data, right, 1, 1);
  }

  sub(other: Value | number): Value {
    const right = asValue(other);
    return this.#combine("−", this.data - right.data, right, 1, -1);
  }

  mul(other: Value | number): Value {
    const right = asValue(other);
    return this.#combine("·", this.data * right.data, right, right.data, this.data);
  }

  div(other: Value | number): Value {
    const right = asValue(other);
    const slope = -this.data / right.data ** 2;
    return this.#combine("/", this.data / right.data, right, 1 / right.data, slope);
  }

  /** this^exponent, for a fixed exponent. */
  pow(exponent: number): Value {
    const slope = exponent === 0 ? 0 : exponent * this.data ** (exponent - 1);
    return this.#derive(`^${exponent}`, this.data ** exponent, slope);
  }

  exp(): Value {
    const result = Math.exp(this.data);
    return this.#derive("exp", result, result);
  }

  log(): Value {
    return this.#derive("log", Math.log(this.data), 1 / this.data);
  }

  tanh(): Value {
    const result = Math.tanh(this.data);
    return this.#derive("tanh", result, 1 - result ** 2);
  }

  sigmoid(): Value {
    const result = 1 / (1 + Math.exp(-this.data));
    return this.#derive("σ", result, result * (1 - result));
  }

  /** max(0, this); the slope at 0 is 0. */
  relu(): Value {
    return this.#derive("ReLU", Math.max(0, this.data), this.data > 0 ? 1 : 0);
  }

  /** max of both; at a tie the gradient goes to this one. */
  max(other: Value | number): Value {
    const right = asValue(other);
    const first = this.data >= right.data;
    return this.#combine(
      "max",
      Math.max(this.data, right.data),
      right,
      first ? 1 : 0,
      first ? 0 : 1,
    );
  }

  /** Adds ∂this/∂v to the gradient of every value v that this one was computed from, itself included. */
  backward(): void {
    const order = this.graph();
    const arriving = new Map<Value, number>([[this, 1]]);
    for (const value of order.toReversed()) {
      const gradient = arriving.get(value) ?? 0;
      value.gradient += gradient;
      for (const { from, slope } of value.#edges) {
        arriving.set(from, (arriving.get(from) ?? 0) + slope * gradient);
      }
    }
  }

  /** Sets the gradients of this value and of all that it was computed from to 0. */
  zeroGradients(): void {
    for (const value of this.graph()) value.gradient = 0;
  }

  /** All values that this one was computed from and itself, operands before results; each once. */
  graph(): readonly Value[] {
    // Two visits per value instead of recursion: a chain of 100,000 operations must not overflow the stack.
    const order: Value[] = [];
    const seen = new Set<Value>();
    const stack: { readonly value: Value; readonly ready: boolean }[] = [
      { value: this, ready: false },
    ];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.ready) {
        order.push(top.value);
      } else if (!seen.has(top.value)) {
        seen.add(top.value);
        stack.push({ value: top.value, ready: true });
        for (const { from } of top.value.#edges.toReversed())
          stack.push({ value: from, ready: false });
      }
    }
    return order;
  }

  #derive(operation: string, data: number, slope: number): Value {
    return new Value(data, "", operation, [{ from: this, slope }]);
  }

  #combine(operation: string, data: number, other: Value, left: number, right: number): Value {
    return new Value(data, "", operation, [
      { from: this, slope: left },
      { from: other, slope: right },
    ]);
  }
}

const asValue = (value: Value | number): Value =>
  typeof value === "number" ? new Value(value) : value;
