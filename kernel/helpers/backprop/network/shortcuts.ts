import { OptionError } from "../../../core/index.ts";
import { checkRanges, sigmoid } from "../../ops/index.ts";
import { add, map, mul, Rng, scale, sub } from "../../tensor/index.ts";
import { sigmoidBackward } from "../layers/activations.ts";
import type { Layer } from "./layer.ts";
import { joined, residualLayer } from "./residual.ts";

/** What lies on the shortcut of a residual block; g = σ(gate(x)) has a number for each of F(x)'s. */
export type Shortcut =
  /** x + F(x) */
  | { readonly kind: "identity" }
  /** factor·x + branch·F(x); branch is 1 − factor where it is not given. */
  | { readonly kind: "constant scaling"; readonly factor: number; readonly branch?: number }
  /** (1 − g)·x + g·F(x) */
  | { readonly kind: "exclusive gating"; readonly gate: readonly Layer[] }
  /** (1 − g)·x + F(x) */
  | { readonly kind: "shortcut-only gating"; readonly gate: readonly Layer[] }
  /** S(x) + F(x), for example a 1×1 convolution. */
  | { readonly kind: "layers"; readonly layers: readonly Layer[] }
  /** m·x + F(x) with m = 0 at the given rate and 1 elsewhere: the mean passes at 1 − rate, as the source reckons. */
  | { readonly kind: "dropout"; readonly rate: number; readonly seed: number };

/**
 * A residual block with one of the six shortcuts of He et al.; only the identity passes gradients on undiminished.
 *
 * ∂L/∂x = S'·∂L/∂out + (∂F/∂x)ᵀ·∂L/∂out. Through L blocks the first term alone is Π S': 1 for the identity, 2^−L for
 * shortcuts at half their strength. A mask of dropout is the same in each run.
 *
 * @param body layers of F, which keep the shape
 * @throws OptionError BAD_OPTIONS, NO_SUCH_SHORTCUT; ShapeError SHAPES_DIFFER when S(x), g and F(x) differ
 * @source He, Zhang, Ren & Sun, arXiv:1603.05027, section 3
 * @example shortcutLayer("half", [], { kind: "constant scaling", factor: 0.5, branch: 0 }).run(tensor([[4]])).output.data // Float64Array [2]
 */
export function shortcutLayer(name: string, body: readonly Layer[], shortcut: Shortcut): Layer {
  switch (shortcut.kind) {
    case "identity":
      return residualLayer(name, body);
    case "layers":
      return residualLayer(name, body, shortcut.layers);
    case "constant scaling": {
      const { factor, branch = 1 - factor } = shortcut;
      checkRanges("shortcutLayer", {
        factor: { value: factor, from: -1e6, to: 1e6 },
        branch: { value: branch, from: -1e6, to: 1e6 },
      });
      return joined(name, body, [], (x, main) => ({
        output: add(scale(x, factor), scale(main.output, branch)),
        parts: (g) => ({ main: scale(g, branch), direct: scale(g, factor) }),
      }));
    }
    case "dropout": {
      const { rate, seed } = shortcut;
      checkRanges("shortcutLayer", { rate: { value: rate, from: 0, to: 1 } });
      return joined(name, body, [], (x, main) => {
        const rng = new Rng(seed);
        const mask = map(x, () => (rng.uniform() < rate ? 0 : 1));
        return {
          output: add(mul(mask, x), main.output),
          parts: (g) => ({ main: g, direct: mul(mask, g) }),
        };
      });
    }
    case "exclusive gating":
    case "shortcut-only gating":
      return gated(name, body, shortcut.gate, shortcut.kind === "exclusive gating");
    default:
      throw noSuchShortcut(shortcut);
  }
}

function noSuchShortcut(given: never): OptionError {
  return new OptionError({
    code: "NO_SUCH_SHORTCUT",
    summary: "shortcutLayer: there is no such shortcut.",
    given: JSON.stringify(given) ?? String(given),
    expected:
      "kind: identity, constant scaling, exclusive gating, shortcut-only gating, layers or dropout",
    fix: '{ kind: "identity" }, or { kind: "layers", layers: [convLayer("shortcut", …)] }',
  });
}

function gated(name: string, body: readonly Layer[], gate: readonly Layer[], both: boolean): Layer {
  return joined(name, body, gate, (x, main, control) => {
    const open = sigmoid(control.output);
    const rest = map(open, (value) => 1 - value);
    const branch = both ? mul(open, main.output) : main.output;
    return {
      output: add(mul(rest, x), branch),
      parts: (g) => {
        // ∂out/∂g = F − x, or −x where F is not gated
        const byGate = both ? sub(main.output, x) : scale(x, -1);
        return {
          main: both ? mul(open, g) : g,
          direct: mul(rest, g),
          beside: sigmoidBackward(mul(byGate, g), control.output),
        };
      },
    };
  });
}
