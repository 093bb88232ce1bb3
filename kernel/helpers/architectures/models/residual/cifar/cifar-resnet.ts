import type { Graph, Value } from "../../../graph/graph.ts";
import { imageNet, type ModelOptions, type Net } from "../../../graph/net.ts";
import { checkCount, variantOf } from "../../../graph/refuse.ts";
import { applyParts, finish, orders, type BlockOrder } from "./orders.ts";
import { joins, type ShortcutKind } from "./shortcuts.ts";

/** How the units of a ResNet for small images are made. */
export interface CifarResnetOptions extends ModelOptions {
  /** What lies on the shortcut (default "identity"). */
  readonly shortcut?: ShortcutKind;
  /** Where batch norm and ReLU stand (default "original": behind each convolution, and ReLU behind the sum). */
  readonly order?: BlockOrder;
}

/**
 * The ResNets for 32×32 images: 6n + 2 layers, 16, 32 and 64 maps, shortcuts without parameters; and its variants, of which
 * `shortcutErrors` and `blockOrderErrors` have the published error rates.
 *
 * Before the first unit of a pre-activation order the stem's batch norm and ReLU stand in for its own.
 *
 * @returns n = 3: 269,722 parameters (ResNet-20) … n = 18: 1,727,962 (ResNet-110), in every order; with gates 96,224 more,
 *   with 1×1 convolutions 98,240 more
 * @throws OptionError NO_SUCH_VARIANT
 * @source He et al., arXiv:1512.03385, section 4.2; the variants: arXiv:1603.05027, figures 2 and 4
 * @example summary(cifarResnet(3)).trainable // 269,722
 */
export function cifarResnet(
  n: number,
  { shortcut = "identity", order = "original", ...options }: CifarResnetOptions = {},
): Graph {
  checkCount("cifarResnet", "n", n, 1, 200);
  const join = variantOf("cifarResnet", joins, shortcut);
  const { branch, after, end } = variantOf("cifarResnet", orders, order);
  const changes = [shortcut, order].filter((word) => word !== "identity" && word !== "original");
  const kind = ["32 pixels", ...changes].join(", ");
  const net = imageNet(`resnet${6 * n + 2} (${kind})`, options, 32);
  let x = net.convBn("conv1", net.input, 16, 3, { padding: 1 });
  for (const stage of [0, 1, 2]) {
    for (let block = 0; block < n; block += 1) {
      const input = x;
      const channels = 16 * 2 ** stage;
      const stride = block === 0 && stage > 0 ? 2 : 1;
      const parts = stage + block === 0 ? branch.slice(branch.indexOf("conv")) : branch;
      x = net.scope(`layer${stage + 1}.${block}`, () => {
        const sum = join(net, {
          x: input,
          branch: applyParts(net, parts, input, channels, stride),
          identity: () => zeroPadded(net, input, channels, stride),
          stride,
        });
        return finish(net, after, sum);
      });
    }
  }
  const features = net.globalAveragePool("avgpool", finish(net, end, x));
  return net.build(net.dense("fc", features, options.classes ?? 10));
}

/** Option A of the paper: every second pixel, and zeros for the new channels. */
function zeroPadded(net: Net, x: Value, channels: number, stride: number): Value {
  if (stride === 1) return x;
  const thin = net.maxPool("subsample", x, 1, { stride });
  const missing = channels - (x.shape.at(-1) ?? 0);
  return net.apply("zeros", { op: "zeroChannels", count: missing }, thin);
}
