import { expect, test } from "vitest";
import {
  diagram,
  formatSummary,
  googlenet,
  lenet5,
  Net,
  summary,
} from "../../../kernel/helpers/architectures/index.ts";

test("a summary states its conventions, its layers and its totals", () => {
  const lines = formatSummary(summary(lenet5())).split("\n");
  expect(lines[0]).toContain("1 MAC = one multiplication with its addition");
  expect(lines.find((line) => line.startsWith("s4"))).toMatch(/\[5, 5, 16\].* 16$/);
  expect(lines.at(-2)).toBe("parameters: 61,706 trainable");
});

test("a summary shows itself in a notebook as that table", () => {
  const shown = Reflect.get(summary(lenet5()), Symbol.for("Jupyter.display")) as () => object;
  expect(shown()).toEqual({ "text/plain": formatSummary(summary(lenet5())) });
});

test("a diagram has one box for each group of layers and one arrow for each connection", () => {
  // input, c1, s2, c3, s4, flatten, c5, f6, output in a row
  const { svg, text } = diagram(lenet5());
  expect(svg.match(/<rect x=/g)).toHaveLength(9);
  expect(svg.match(/<path /g)).toHaveLength(8);
  expect(text.split("\n")[1]).toBe("c1 (2 layers) → [28, 28, 6], 156 parameters");
});

test("a diagram puts branches side by side", () => {
  const { svg } = diagram(googlenet(), 2);
  const rows = [...svg.matchAll(/<rect x="([\d.]+)" y="(\d+)"/g)];
  const sameRow = Map.groupBy(rows, (match) => match[2]);
  expect(Math.max(...[...sameRow.values()].map((row) => row.length))).toBe(4);
});

test("names cannot break out of a diagram", () => {
  const net = new Net("<script>alert(1)</script>", [4, 4, 1]);
  const { svg } = diagram(net.build(net.conv("<b>&", net.input, 1, 1)));
  expect(svg).not.toContain("<script>");
  expect(svg).toContain("&lt;b&gt;&amp;");
});
