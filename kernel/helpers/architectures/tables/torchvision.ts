// The classification models that torchvision's documentation builds, by its names.
import type { Graph } from "../graph/graph.ts";
import type { ModelOptions } from "../graph/net.ts";
import { variantOf } from "../graph/refuse.ts";
import { alexnet } from "../models/classic/alexnet.ts";
import { vgg } from "../models/classic/vgg.ts";
import { googlenet } from "../models/inception/googlenet.ts";
import { inceptionV3 } from "../models/inception/v3.ts";
import { mobilenetV2, mobilenetV3 } from "../models/mobile/mobilenet.ts";
import { shufflenetV2 } from "../models/mobile/shufflenet.ts";
import { squeezenet } from "../models/mobile/squeezenet.ts";
import { densenet } from "../models/residual/densenet.ts";
import { resnet, resnext50, wideResnet50 } from "../models/residual/resnet.ts";
import { mnasnet } from "../models/searched/mnasnet.ts";

/** One of the models. */
export interface TorchvisionModel {
  /** `num_params` in the documentation's table of weights; 1000 classes. */
  readonly parameters: number;
  readonly graph: (options?: ModelOptions) => Graph;
}

/** The fourteen calls of the list. */
export type TorchvisionName =
  | "alexnet"
  | "vgg16"
  | "resnet18"
  | "squeezenet1_0"
  | "densenet161"
  | "inception_v3"
  | "googlenet"
  | "shufflenet_v2_x1_0"
  | "mobilenet_v2"
  | "mobilenet_v3_large"
  | "mobilenet_v3_small"
  | "resnext50_32x4d"
  | "wide_resnet50_2"
  | "mnasnet1_0";

/**
 * The models of the list with their published numbers of parameters. As there, inception_v3 is counted with its auxiliary
 * classifier and googlenet without its two, which a call without weights builds too (13,004,888).
 *
 * @source torchvision's documentation: the list of version 0.10, `num_params` of version 0.15
 */
export const torchvisionModels: Readonly<Record<TorchvisionName, TorchvisionModel>> = {
  alexnet: row(61_100_840, (options) => alexnet({ ...options, variant: "torchvision" })),
  vgg16: row(138_357_544, (options) => vgg("D", options)),
  resnet18: row(11_689_512, (options) => resnet(18, options)),
  squeezenet1_0: row(1_248_424, squeezenet),
  densenet161: row(28_681_000, (options) => densenet(161, options)),
  inception_v3: row(27_161_264, (options) => inceptionV3({ ...options, aux: true })),
  googlenet: row(6_624_904, (options) => googlenet({ ...options, variant: "torchvision" })),
  shufflenet_v2_x1_0: row(2_278_604, shufflenetV2),
  mobilenet_v2: row(3_504_872, mobilenetV2),
  mobilenet_v3_large: row(5_483_032, (options) => mobilenetV3("large", options)),
  mobilenet_v3_small: row(2_542_856, (options) => mobilenetV3("small", options)),
  resnext50_32x4d: row(25_028_904, resnext50),
  wide_resnet50_2: row(68_883_240, wideResnet50),
  mnasnet1_0: row(4_383_312, mnasnet),
};

function row(parameters: number, graph: TorchvisionModel["graph"]): TorchvisionModel {
  return { parameters, graph };
}

/**
 * A model by torchvision's name.
 *
 * @throws OptionError NO_SUCH_VARIANT, with the names that there are
 * @example summary(torchvisionModel("wide_resnet50_2")).trainable // 68,883,240
 */
export function torchvisionModel(name: TorchvisionName, options: ModelOptions = {}): Graph {
  return variantOf("torchvisionModel", torchvisionModels, name).graph(options);
}
