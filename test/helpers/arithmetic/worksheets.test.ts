import fc from "fast-check";
import katex from "katex";
import { describe, expect, test } from "vitest";
import {
  axisPads,
  convFlops,
  convMacs,
  convParams,
  denseParams,
  effectiveSize,
  fitTable,
  memory,
  outSize,
  receptiveField,
  samePads,
  transposedSize,
  type Worksheet,
} from "../../../kernel/helpers/arithmetic/index.ts";
import { codeOf } from "../../support/codes.ts";

const explain = true;

test("C15: the worksheet of AlexNet's first layer is the line that a teacher writes", () => {
  const sheet = outSize(227, 11, { stride: 4, explain });
  expect(sheet.value).toBe(55);
  expect(sheet.lines.at(-1)).toBe("(227 − 11 + 2·0)/4 + 1 = 55");
  expect(sheet.latex.at(-1)).toBe(String.raw`\frac{227 - 11 + 2\cdot 0}{4} + 1 = 55`);
});

test("E24: 224 does not fit, and the worksheet says 54.25 and which sizes and strides would", () => {
  const sheet = outSize(224, 11, { stride: 4, explain });
  expect(sheet).toMatchObject({ value: 54.25, fits: false });
  expect(sheet.lines).toContain("(224 − 11 + 2·0)/4 + 1 = 54.25");
  // 223 − 11 = 53·4 and 227 − 11 = 54·4
  expect(sheet.lines).toContain("inputs that fit: n = 223 (gives 54) or 227 (gives 55)");
  expect(sheet.lines.at(-1)).toBe("strides that fit n = 224: 1, 3");
});

test("'floor' and 'ceil' show what they round away", () => {
  const of = (fit: "floor" | "ceil"): string | undefined =>
    outSize(224, 7, { stride: 2, padding: 1, fit, explain }).lines.at(-1);
  expect(of("floor")).toBe("⌊110.5⌋ = 110");
  expect(of("ceil")).toBe("⌈110.5⌉ = 111");
  const fallsAway = outSize(4, 1, { stride: 3, fit: "ceil", padding: [0, 1], explain });
  expect(fallsAway.lines.at(-1)).toBe("⌈2.333333⌉ − 1 = 2");
});

test("C14: the odd zero of 'same' stands at the end", () => {
  const sheet = samePads(224, 7, 2, 1, { explain });
  expect(sheet.value).toEqual([2, 3]);
  expect(sheet.lines).toContain("max(0, (112 − 1)·2 + 7 − 224) = 5");
  expect(sheet.lines.at(-1)).toBe("5 = 2 + 3");
  expect(outSize(224, 7, { stride: 2, padding: "same", explain }).lines.at(-1)).toBe(
    "⌈224/2⌉ = 112",
  );
});

test("C14, C20: only a dilated filter's span is explained", () => {
  const lines = (dilation: number): string =>
    axisPads(7, 3, { dilation, padding: "full", explain }).lines.join("\n");
  expect(lines(1)).not.toContain("dilated");
  const given = (padding: number): string => axisPads(7, 3, { padding, dilation: 2, explain }).lines.join("\n"); // prettier-ignore
  expect(given(0)).toBe("no zeros\n0 + 0 = 0");
  expect(given(2)).toBe("zeros before and after, as given\n2 + 2 = 4");
  expect(lines(2)).toContain("a dilated filter spans d·(k − 1) + 1 pixels\n2·(3 − 1) + 1 = 5");
});

test("C20: dilation shows the span of the filter", () => {
  expect(effectiveSize(3, 2, { explain }).lines.at(-1)).toBe("2·(3 − 1) + 1 = 5");
  expect(outSize(7, 3, { dilation: 2, explain }).lines).toContain("(7 − 5 + 2·0)/1 + 1 = 3");
  expect(axisPads(7, 3, { dilation: 2, padding: "full", explain }).lines.at(-1)).toBe("5 − 1 = 4");
  // 'same' shares 5 − 1 = 4 zeros out, and of three the odd one goes behind
  expect(axisPads(7, 3, { dilation: 2, padding: "same" })).toEqual([2, 2]);
  expect(axisPads(7, 2, { dilation: 3, padding: "same" })).toEqual([1, 2]);
});

test("C24: a transposed convolution undoes the size of the convolution, remainder by outputPadding", () => {
  expect(transposedSize(14, 4, { stride: 2, padding: 1 })).toBe(28);
  // 28 and 27 both go to 14 under k = 3, stride 2, padding 1 with floor
  expect(transposedSize(14, 3, { stride: 2, padding: 1 })).toBe(27);
  const sheet = transposedSize(14, 3, { stride: 2, padding: 1, outputPadding: 1, explain });
  expect(sheet.lines).toContain("(14 − 1)·2 + 3 − 2·1 + 1 = 28");
});

test("C24: transposing a size and convolving it again gives the size back", () => {
  const whole = (min: number, max: number) => fc.integer({ min, max });
  fc.assert(
    fc.property(
      whole(1, 20),
      whole(1, 6),
      whole(1, 4),
      whole(1, 3),
      whole(0, 3),
      (n, k, stride, dilation, padding) => {
        fc.pre((n - 1) * stride + dilation * (k - 1) + 1 - 2 * padding >= 1);
        const large = transposedSize(n, k, { stride, dilation, padding });
        return outSize(large, k, { stride, dilation, padding }) === n;
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});

test("C16, C22, C23, D1: parameters, MACs and FLOPs show every factor", () => {
  expect(convParams({ kh: 5, cin: 3, cout: 10, explain }).lines.at(-1)).toBe("750 + 10 = 760");
  expect(convMacs({ kh: 1, cin: 64, cout: 32, oh: 56, explain }).lines.at(-1)).toBe(
    "56·56·1·1·64·32 = 6,422,528",
  );
  expect(convFlops({ kh: 1, cin: 64, cout: 32, oh: 56, explain }).lines.at(-1)).toBe(
    "2·6,422,528 = 12,845,056",
  );
  expect(convParams({ kh: 3, cin: 48, cout: 96, groups: 4, explain }).lines).toContain("48/4 = 12");
  // without groups there is nothing to divide first
  expect(convParams({ kh: 5, cin: 3, cout: 10, explain }).lines[0]).toMatch(/^weights:/);
  // the sheet's value is what it ends with
  expect(convParams({ kh: 5, cin: 3, cout: 10, explain }).value).toBe(760);
  expect(convMacs({ kh: 1, cin: 64, cout: 32, oh: 56, explain }).value).toBe(6_422_528);
  expect(convFlops({ kh: 1, cin: 64, cout: 32, oh: 56, explain }).value).toBe(12_845_056);
  expect(denseParams({ cin: 9216, cout: 4096, explain }).value).toBe(37_752_832);
  expect(denseParams({ cin: 9216, cout: 4096, explain }).lines.at(-1)).toBe(
    "9216·4096 + 4096 = 37,752,832",
  );
});

test("A6: VGG-16's memory for one image and for a training step with Adam", () => {
  // 138,357,544 weights and 15.2 million outputs in float32
  const sheet = memory({ parameters: 100, activations: 30, batch: 2, optimizer: "adam", explain });
  expect(sheet.value).toEqual({
    weights: 400,
    gradients: 400,
    optimizer: 800,
    activations: 480, // 2 images · 30 outputs · 4 bytes, and their gradients
    total: 2080,
  });
  expect(sheet.lines.at(-1)).toBe("400 + 400 + 800 + 480 = 2080");
  expect(memory({ parameters: 100, activations: 30, dtype: "float16" }).total).toBe(260);
});

describe("C19: receptive fields", () => {
  test("three 3x3 see what one 7x7 sees, and each step is shown", () => {
    const sheet = receptiveField([{ k: 3 }, { k: 3 }, { k: 3 }], { explain });
    expect(sheet.value).toEqual({ size: 7, jump: 1, start: 3 });
    expect(sheet.lines).toContain("size = 5 + 2·1 = 7");
    expect(sheet.lines).toContain("start = 2 + (2/2 − 0)·1 = 3");
  });

  test("LeNet-5's S4 sees 16, AlexNet's last pool 195, dilations 1, 2, 4 see 15", () => {
    const pool = { k: 2, stride: 2 };
    expect(receptiveField([{ k: 5 }, pool, { k: 5 }, pool]).size).toBe(16);
    const same3 = { k: 3, padding: 1 };
    const pool3 = { k: 3, stride: 2 };
    const alexnet = [
      { k: 11, stride: 4 },
      pool3,
      { k: 5, padding: 2 },
      pool3,
      same3,
      same3,
      same3,
      pool3,
    ];
    expect(receptiveField(alexnet, { n: 227 }).size).toBe(195);
    expect(receptiveField([1, 2, 4].map((dilation) => ({ k: 3, dilation }))).size).toBe(15);
  });

  test("the field is the support of the gradient: which inputs change the output in the middle", () => {
    const layer = fc.record({
      k: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 2 }),
      dilation: fc.integer({ min: 1, max: 2 }),
      padding: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 3 }), (layers) => {
        const field = receptiveField(layers);
        // follow output 7 back to the inputs that it reads, layer by layer
        let reads = new Set([7]);
        for (const { k, stride, dilation, padding } of layers.toReversed()) {
          const taps = Array.from({ length: k }, (_, i) => i * dilation - padding);
          reads = new Set([...reads].flatMap((at) => taps.map((tap) => at * stride + tap)));
        }
        const [low, high] = [Math.min(...reads), Math.max(...reads)];
        expect(high - low + 1).toBe(field.size);
        expect((low + high) / 2).toBe(field.start + 7 * field.jump);
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});

const sheets: readonly (readonly [string, Worksheet<unknown>])[] = [
  ["outSize", outSize(224, 11, { stride: 4, explain })],
  ["outSize 'same'", outSize(224, 11, { stride: 4, padding: "same", explain })],
  ["samePads", samePads(224, 7, 2, 3, { explain })],
  ["axisPads", axisPads(7, 3, { padding: [1, 2], explain })],
  ["effectiveSize", effectiveSize(3, 2, { explain })],
  ["fitTable", fitTable(7, 3, 3, { explain })],
  ["transposedSize", transposedSize(14, 3, { stride: 2, padding: 1, outputPadding: 1, explain })],
  ["convParams", convParams({ kh: 3, cin: 4, cout: 8, groups: 2, explain })],
  ["convFlops", convFlops({ kh: 3, cin: 4, cout: 8, oh: 5, explain })],
  ["denseParams", denseParams({ cin: 4, cout: 8, bias: false, explain })],
  ["memory", memory({ parameters: 61_706, activations: 8094, optimizer: "momentum", explain })],
  [
    "receptiveField",
    receptiveField(
      [
        { k: 3, dilation: 2 },
        { k: 2, stride: 2 },
      ],
      { explain },
    ),
  ],
];

test.each(sheets)("the worksheet of %s is LaTeX that KaTeX can set, line by line", (_, sheet) => {
  expect(sheet.latex).toHaveLength(sheet.lines.length);
  for (const line of sheet.latex) {
    expect(katex.renderToString(line, { throwOnError: true, strict: "error" })).toContain("katex");
  }
});

test.each(sheets)(
  "the worksheet of %s shows itself in a notebook as formulas and as text",
  (_, sheet) => {
    const display: unknown = Reflect.get(sheet, Symbol.for("Jupyter.display"));
    const bundle = (display as () => Record<string, string>)();
    expect(bundle["text/plain"]).toBe(sheet.lines.join("\n"));
    const latex = (bundle["text/latex"] ?? "").replaceAll(/^\$|\$$/g, "");
    expect(katex.renderToString(latex, { throwOnError: true })).toContain("katex");
  },
);

test("a worksheet ends in the number that the function gives, whatever the options", () => {
  const whole = (min: number, max: number) => fc.integer({ min, max });
  const axis = fc.record({
    stride: whole(1, 5),
    dilation: whole(1, 3),
    padding: fc.oneof(whole(0, 4), fc.constantFrom("same", "full", "circular", "valid")),
    fit: fc.constantFrom("floor", "ceil"),
  });
  fc.assert(
    fc.property(whole(1, 60), whole(1, 7), axis, (n, k, options) => {
      fc.pre(typeof codeOf(() => outSize(n, k, options)) === "object");
      const sheet = outSize(n, k, { ...options, explain });
      expect(sheet.value).toBe(outSize(n, k, options));
      expect(sheet.fits).toBe(true);
      expect(sheet.lines.at(-1)).toMatch(new RegExp(`= ${sheet.value}$`));
    }),
    { seed: 13, numRuns: 300 },
  );
});
