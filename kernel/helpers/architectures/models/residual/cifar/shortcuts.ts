// Six ways from a residual unit's input to its sum.
import type { Value } from "../../../graph/graph.ts";
import type { Net } from "../../../graph/net.ts";

/** What lies on the way of the shortcut: S(x) of S(x) + F(x), and in two kinds a factor of F too. */
export type ShortcutKind =
  /** x */
  | "identity"
  /** x/2 + F/2 */
  | "constant scaling"
  /** (1 − g)·x + g·F with the gate g = σ(W_g·x + b_g), a 1×1 convolution */
  | "exclusive gating"
  /** (1 − g)·x + F */
  | "shortcut-only gating"
  /** W·x + F: 1×1 and batch norm in every unit */
  | "1x1 convolution"
  /** x with half of its numbers dropped in training */
  | "dropout";

/** A residual unit before its sum. */
interface Unit {
  /** The unit's input. */
  readonly x: Value;
  /** The input in the shape of F(x): every second pixel and channels of zeros where that is smaller and deeper. */
  readonly identity: () => Value;
  /** F(x) */
  readonly branch: Value;
  readonly stride: number;
}

/** Sum of a unit's shortcut and its branch. */
type Join = (net: Net, unit: Unit) => Value;

/** @source He et al., arXiv:1603.05027, figure 2 */
export const joins: Readonly<Record<ShortcutKind, Join>> = {
  identity: (net, { branch, identity }) => net.add("add", branch, identity()),
  "constant scaling": (net, { branch, identity }) =>
    net.add("add", half(net, "branch.half", branch), half(net, "shortcut.half", identity())),
  "exclusive gating": (net, unit) => {
    const { open, rest } = gates(net, unit);
    const branch = net.multiply("branch.gated", unit.branch, open);
    return net.add("add", branch, net.multiply("shortcut.gated", unit.identity(), rest));
  },
  "shortcut-only gating": (net, unit) => {
    const { rest } = gates(net, unit);
    return net.add("add", unit.branch, net.multiply("shortcut.gated", unit.identity(), rest));
  },
  "1x1 convolution": (net, { x, branch, stride }) =>
    net.add("add", branch, net.convBnLinear("shortcut", x, channelsOf(branch), 1, { stride })),
  dropout: (net, { branch, identity }) =>
    net.add("add", branch, net.dropout("shortcut.dropout", identity())),
};

const channelsOf = (x: Value): number => x.shape.at(-1) ?? 0;

const half = (net: Net, name: string, x: Value): Value =>
  net.apply(name, { op: "rescale", factor: 0.5, offset: 0 }, x);

/** g and 1 − g, one number for each of the branch's. */
function gates(
  net: Net,
  { x, branch, stride }: Unit,
): { readonly open: Value; readonly rest: Value } {
  const logits = net.conv("gate", x, channelsOf(branch), 1, { stride });
  const open = net.act("gate.sigmoid", logits, "sigmoid");
  return { open, rest: net.apply("gate.rest", { op: "rescale", factor: -1, offset: 1 }, open) };
}
