import { expect, test } from "vitest";
import {
  amoebanet,
  cifarResnet,
  diagram,
  formatSummary,
  googlenet,
  lenet5,
  Net,
  resnet,
  summary,
  unet,
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

/** Boxes and the straight parts of arrows beside boxes, in one frame. */
function drawn(svg: string) {
  const numbers = (text: string): number[] => text.split(/[ ,]/).map(Number);
  const boxes = [
    ...svg.matchAll(/<rect x="([\d.-]+)" y="([\d.]+)" width="(\d+)" height="(\d+)"/g),
  ].map(([, ...each]) => each.map(Number));
  const lanes = [...svg.matchAll(/ ([\d.-]+,[\d.]+) L([\d.-]+,[\d.]+) C/g)].map(
    ([, high = "", low = ""]) => [...numbers(high), ...numbers(low)],
  );
  return { boxes, lanes };
}

test("U-Net's four joins run beside the boxes that they pass, the longest outermost", () => {
  const { svg } = diagram(unet());
  const { boxes, lanes } = drawn(svg);
  expect(lanes).toHaveLength(4);
  const right = Math.max(...boxes.map(([x = 0, , width = 0]) => x + width));
  const byLength = lanes.toSorted(([, a = 0, , b = 0], [, c = 0, , d = 0]) => b - a - (d - c));
  const places = byLength.map(([x = 0]) => x);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(new Set(places).size).toBe(4);
  expect(places[0]).toBeGreaterThan(right);
  const width = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
  expect(width).toBeGreaterThan((places[3] ?? 0) + 10);
});

test.each([
  ["ResNet-18", resnet(18)],
  ["a searched cell", amoebanet("A", { cells: 1, filters: 8, stem: "cifar" })],
  ["gates", cifarResnet(1, { shortcut: "exclusive gating" })],
])("no arrow of %s that goes round boxes goes through one", (_, graph) => {
  const { boxes, lanes } = drawn(diagram(graph, 3).svg);
  expect(lanes.length).toBeGreaterThan(0);
  const hit = lanes.filter(([x = 0, y1 = 0, , y2 = 0]) =>
    boxes.some(
      ([left = 0, top = 0, width = 0, height = 0]) =>
        x > left && x < left + width && y2 > top && y1 < top + height,
    ),
  );
  expect(hit).toEqual([]);
});

test("names cannot break out of a diagram", () => {
  const net = new Net("<script>alert(1)</script>", [4, 4, 1]);
  const { svg } = diagram(net.build(net.conv("<b>&", net.input, 1, 1)));
  expect(svg).not.toContain("<script>");
  expect(svg).toContain("&lt;b&gt;&amp;");
});
