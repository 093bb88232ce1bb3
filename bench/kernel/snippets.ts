// The same work in the language of each kernel.

/** What a contender is asked to run; undefined: it has no way to say it. */
export interface Snippets {
  readonly trivial: string;
  /** Declares a function of this number, typed where the language has types, and calls that of another, or declares alone. */
  readonly declare: (n: number, called?: number) => string;
  /** Declares `userObj` with a member `alpha` of 1. */
  readonly object: string;
  /** Shows `userObj.alpha`. */
  readonly check: string;
  /** A line that differs for each number: what was asked before must not be in a cache. */
  readonly line: (n: number) => string;
  readonly globalPrefix: string;
  readonly memberPrefix: string;
  readonly variable: (n: number) => string;
  readonly variablePrefix: string;
  readonly lines: (count: number) => string;
  readonly megabytes: (count: number) => string;
  /** Shows a display and updates it a thousand times. */
  readonly updates: string | undefined;
  readonly loop: string;
  readonly loopAfterAwait: string;
  readonly waiting: string;
  /** Runs for 3 s without giving way. */
  readonly busy: string;
  /** Waits for 3 s. */
  readonly idle: string;
  readonly print: (n: number) => string;
  /** Sums 10^8 numbers in a top-level variable. */
  readonly sum: string;
}

const javascript: Omit<Snippets, "updates"> = {
  trivial: "1+1",
  declare: (n, called) =>
    called === undefined
      ? `function f${n}(x) { return x }`
      : `function f${n}(x) { return x + ${n} }\nvar v${n} = f${called}(${n});\nv${n}`,
  object: "var userObj = { alpha: 1, beta: { gamma: 2 }, method(a) { return a } }",
  check: "userObj.alpha",
  line: (n) => `const z${n} = ${n};\n`,
  globalPrefix: "Math.",
  memberPrefix: "userObj.",
  variable: (n) => `var var_${n} = ${n};`,
  variablePrefix: "var_4",
  lines: (count) => `for (let i = 0; i < ${count}; i++) console.log('line ' + i)`,
  megabytes: (count) => `console.log('x'.repeat(${count} * 1024 * 1024))`,
  loop: "while (true) {}",
  loopAfterAwait: "await Promise.resolve(1);\nwhile (true) {}",
  waiting: "await new Promise((r) => setTimeout(r, 30000))",
  busy: "{ const t0 = Date.now(); while (Date.now() - t0 < 3000) {} }",
  idle: "await new Promise((r) => setTimeout(r, 3000))",
  print: (n) => `console.log('cell', ${n})`,
  sum: "var sum1 = 0; for (let i = 0; i < 1e8; i++) sum1 += i;",
};

const typed: Omit<Snippets, "updates"> = {
  ...javascript,
  declare: (n, called) =>
    called === undefined
      ? `function f${n}(x: number): number { return x }`
      : `function f${n}(x: number): number { return x + ${n} }\nconst v${n}: number = f${called}(${n});\nv${n}`,
  object:
    "const userObj = { alpha: 1, beta: { gamma: 2 }, method(a: number): number { return a } }",
  variable: (n) => `const var_${n}: number = ${n};`,
  sum: "let sum1 = 0; for (let i = 0; i < 1e8; i++) sum1 += i;",
};

const html = (n: string): string => `'<b>' + ${n} + '</b>'`;

export const convlab: Snippets = {
  ...typed,
  updates: `const view1 = display.html('<b>0</b>'); for (let i = 1; i <= 1000; i++) view1.update({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': ${html("i")} }) })`,
};

export const tslab: Snippets = {
  ...typed,
  updates: `import * as tslab from 'tslab'; const view1 = tslab.newDisplay(); view1.html('<b>0</b>'); for (let i = 1; i <= 1000; i++) view1.html(${html("i")})`,
};

export const deno: Snippets = {
  ...typed,
  updates: `for (let i = 0; i <= 1000; i++) await Deno.jupyter.display({ 'text/html': ${html("i")} }, { raw: true, display_id: 'view1', update: i > 0 })`,
};

export const ijavascript: Snippets = {
  ...javascript,
  loopAfterAwait: "$$.async(); setTimeout(() => { while (true) {} }, 5)",
  waiting: "$$.async(); setTimeout(() => $$.done(), 30000)",
  idle: "$$.async(); setTimeout(() => $$.done(), 3000)",
  updates: `var view1 = $$.display('view1'); for (let i = 0; i <= 1000; i++) view1.html(${html("i")})`,
};

export const python: Snippets = {
  trivial: "1+1",
  declare: (n, called) =>
    called === undefined
      ? `def f${n}(x: int) -> int: return x`
      : `def f${n}(x: int) -> int:\n    return x + ${n}\nv${n} = f${called}(${n})\nv${n}`,
  object: "class U: pass\nuserObj = U(); userObj.alpha = 1; userObj.beta = 2",
  check: "userObj.alpha",
  line: (n) => `z${n} = ${n}\n`,
  globalPrefix: "str.",
  memberPrefix: "userObj.",
  variable: (n) => `var_${n} = ${n}`,
  variablePrefix: "var_4",
  lines: (count) => `for i in range(${count}): print('line', i)`,
  megabytes: (count) => `print('x' * (${count} * 1024 * 1024))`,
  updates:
    "from IPython.display import display, HTML\nview1 = display(HTML('<b>0</b>'), display_id=True)\nfor i in range(1, 1001): view1.update(HTML(f'<b>{i}</b>'))",
  loop: "while True: pass",
  loopAfterAwait: "import asyncio\nawait asyncio.sleep(0)\nwhile True: pass",
  waiting: "import time; time.sleep(30)",
  busy: "import time; _t = time.time()\nwhile time.time() - _t < 3: pass",
  idle: "import asyncio; await asyncio.sleep(3)",
  print: (n) => `print('cell', ${n})`,
  sum: "sum1 = 0\nfor i in range(10**8): sum1 += i",
};
