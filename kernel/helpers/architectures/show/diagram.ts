import type { Graph } from "../graph/graph.ts";
import { checkCount, checkGraph } from "../graph/refuse.ts";
import { cell, drawArrows } from "./arrows.ts";
import { type Box, groupNodes } from "./boxes.ts";

/** A drawing that shows itself in a notebook. */
export interface Diagram {
  readonly svg: string;
  readonly text: string;
}

const { width, height, gapX, gapY } = cell;

/**
 * The architecture as an SVG: boxes from top to bottom, each with its output shape and parameters.
 *
 * @param level how many parts of a layer's name make a box (default 1: `layer1`, `fc`; 2: `layer1.0`)
 * @example diagram(lenet5()).svg.startsWith("<svg") // true
 */
export function diagram(graph: Graph, level: number = 1): Diagram {
  checkGraph("diagram", graph);
  checkCount("diagram", "level", level, 1, 100);
  const boxes = groupNodes(graph, level);
  const rows = Map.groupBy(boxes, ({ depth }) => depth);
  const columns = Math.max(...[...rows.values()].map((row) => row.length));
  const total = {
    width: columns * (width + gapX) + gapX,
    height: rows.size * (height + gapY) + gapY,
  };
  const places = new Map<Box, readonly [x: number, y: number]>();
  for (const [depth, row] of rows) {
    const used = row.length * (width + gapX) - gapX;
    row.forEach((box, index) => {
      places.set(box, [
        (total.width - used) / 2 + index * (width + gapX),
        gapY + depth * (height + gapY),
      ]);
    });
  }
  const arrows = drawArrows(boxes, places);
  // lanes beside the outermost boxes make the picture wider
  const shift = Math.max(0, gapX - arrows.left);
  const wide = Math.max(total.width, arrows.right + gapX) + shift;
  const shapes = boxes.map((box) => drawBox(box, places.get(box) ?? [0, 0]));
  const title = escape(`${graph.name}: ${boxes.length} boxes`);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${wide} ${total.height}"`,
    ` width="${wide}" height="${total.height}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title><rect width="100%" height="100%" fill="#ffffff"/>`,
    `<g transform="translate(${shift} 0)">`,
    ...arrows.paths,
    ...shapes,
    "</g></svg>",
  ].join("");
  return show({ svg, text: boxes.map(line).join("\n") });
}

function show(drawing: Diagram): Diagram {
  const bundle = () => ({ "image/svg+xml": drawing.svg, "text/plain": drawing.text });
  return Object.defineProperty(drawing, Symbol.for("Jupyter.display"), { value: bundle });
}

const parameters = (count: number): string =>
  count === 0 ? "" : `, ${count.toLocaleString("en-US")} parameters`;

const line = (box: Box): string =>
  `${box.name} (${box.label}) → [${box.shape.join(", ")}]${parameters(box.trainable)}`;

function drawBox(box: Box, [x, y]: readonly [number, number]): string {
  const middle = x + width / 2;
  const fill = box.trainable > 0 ? "#e3f0fb" : "#f3f3f3";
  const detail = `[${box.shape.join(", ")}]${box.trainable > 0 ? ` · ${short(box.trainable)}` : ""}`;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="#5b7c99"/>`,
    `<text x="${middle}" y="${y + 19}" text-anchor="middle" fill="#17202a">${escape(box.name)}</text>`,
    `<text x="${middle}" y="${y + 36}" text-anchor="middle" fill="#44515e">${detail}</text>`,
  ].join("");
}

/** 1234567 → 1.23 M */
function short(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(2)} M`;
  return count >= 1e3 ? `${(count / 1e3).toFixed(1)} k` : `${count}`;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
