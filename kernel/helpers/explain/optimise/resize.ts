import { zeros, type Tensor } from "../../tensor/index.ts";
import { upsample } from "../saliency/upsample.ts";

/** An image [1, H, W, C] in another size, each channel for itself, bilinear as `upsample` states it. */
export function resize(
  image: Tensor,
  [height, width]: readonly [height: number, width: number],
): Tensor {
  const channels = image.shape[3] ?? 0;
  const out = zeros([1, height, width, channels]);
  for (let c = 0; c < channels; c += 1) {
    const channel = upsample(image.pick(0, null, null, c), [height, width]);
    for (let i = 0; i < channel.size; i += 1) out.data[i * channels + c] = channel.data[i] ?? 0;
  }
  return out;
}
