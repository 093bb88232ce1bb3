import { activationBytes, costOf } from "./cost.ts";
import type { Graph } from "./graph.ts";
import { checkGraph } from "./refuse.ts";
import { type ReceptiveField, receptiveFields } from "./receptive-field.ts";
import type { Shape } from "./shapes.ts";

/** One layer of a summary. */
export interface SummaryRow {
  readonly name: string;
  readonly op: string;
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** 0 where the weights are those of an earlier row, or frozen. */
  readonly trainable: number;
  /** What could be trained and is frozen. */
  readonly frozen: number;
  readonly nonTrainable: number;
  readonly macs: number;
  /** Output of the layer for one example, float32, in bytes. */
  readonly bytes: number;
  readonly receptiveField: readonly [height: ReceptiveField, width: ReceptiveField] | undefined;
  /** The weights are counted at the row of this name. */
  readonly sharesWith: string | undefined;
}

/** Layers and totals of an architecture. */
export interface Summary {
  readonly name: string;
  readonly rows: readonly SummaryRow[];
  /** What training changes; with `frozen` what torchvision counts as parameters. */
  readonly trainable: number;
  /** Parameters of frozen layers; Keras counts them among the non-trainable ones. */
  readonly frozen: number;
  /** Moving statistics; Keras' "total parameters" are trainable + frozen + nonTrainable. */
  readonly nonTrainable: number;
  readonly macs: number;
  readonly activationBytes: number;
  readonly conventions: string;
}

/** How the figures of a summary are counted; printed above every table. */
export const conventions: string =
  "one example; 1 MAC = one multiplication with its addition (2 FLOPs), convolutions and dense layers only, " +
  "biases not counted; shared weights counted once, their MACs at every use; float32";

/**
 * Shapes, parameters, MACs, memory and receptive field of every layer, and their totals.
 */
export function summarize(graph: Graph): Summary {
  checkGraph("summary", graph);
  const fields = receptiveFields(graph);
  const rows = graph.nodes.slice(1).map((node): SummaryRow => {
    const cost = costOf(node);
    const shared = node.weights !== node.id;
    const own = shared ? 0 : cost.trainable;
    return {
      name: node.name,
      op: node.layer.op,
      inputShapes: node.inputShapes,
      outputShape: node.shape,
      trainable: node.frozen === true ? 0 : own,
      frozen: node.frozen === true ? own : 0,
      nonTrainable: shared ? 0 : cost.nonTrainable,
      macs: cost.macs,
      bytes: activationBytes(node.shape),
      receptiveField: fields[node.id],
      sharesWith: shared ? graph.nodes[node.weights]?.name : undefined,
    };
  });
  const total = (of: (row: SummaryRow) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0);
  return {
    name: graph.name,
    rows,
    trainable: total((row) => row.trainable),
    frozen: total((row) => row.frozen),
    nonTrainable: total((row) => row.nonTrainable),
    macs: total((row) => row.macs),
    activationBytes: total((row) => row.bytes),
    conventions,
  };
}
