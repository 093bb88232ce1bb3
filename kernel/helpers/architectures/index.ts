export { freeze, unfreeze } from "./graph/freeze.ts";
export * from "./graph/graph.ts";
export * from "./graph/layers.ts";
export * from "./graph/net.ts";
export * from "./graph/receptive-field.ts";
export { replaceHead } from "./graph/replace-head.ts";
export * from "./graph/shapes.ts";
export { conventions, type Summary, type SummaryRow } from "./graph/summary.ts";
export { summary } from "./show/summary.ts";
export * from "./models/classic/alexnet.ts";
export * from "./models/classic/darknet.ts";
export * from "./models/classic/lenet.ts";
export * from "./models/classic/srcnn.ts";
export * from "./models/classic/unet.ts";
export * from "./models/classic/vgg.ts";
export * from "./models/inception/googlenet.ts";
export * from "./models/inception/resnet-v1.ts";
export * from "./models/inception/resnet-v2.ts";
export * from "./models/inception/v3.ts";
export * from "./models/inception/v4.ts";
export * from "./models/mobile/efficientnet.ts";
export * from "./models/mobile/efficientnet-v2.ts";
export * from "./models/mobile/mobilenet.ts";
export * from "./models/mobile/shufflenet.ts";
export * from "./models/mobile/squeezenet.ts";
export * from "./models/mobile/xception.ts";
export { cifarResnet, type CifarResnetOptions } from "./models/residual/cifar/cifar-resnet.ts";
export type { BlockOrder } from "./models/residual/cifar/orders.ts";
export type { ShortcutKind } from "./models/residual/cifar/shortcuts.ts";
export * from "./models/residual/convnext.ts";
export * from "./models/residual/densenet.ts";
export * from "./models/residual/fractalnet.ts";
export * from "./models/residual/resnet-v2.ts";
export * from "./models/residual/resnet.ts";
export * from "./models/residual/senet.ts";
export * from "./models/residual/wide-resnet.ts";
export * from "./models/searched/amoebanet/amoebanet.ts";
export * from "./models/searched/mnasnet.ts";
export * from "./models/searched/nasnet.ts";
export * from "./pattern.ts";
export { forward, type Forward } from "./run/forward.ts";
export {
  adoptWeights,
  initialWeights,
  weightSpecs,
  type WeightPart,
  type WeightSpec,
  type Weights,
} from "./run/weights.ts";
export { toLayers, type TensorFlow, type ToLayersOptions } from "./tensorflow/to-layers.ts";
export {
  kerasApplications,
  kerasLaterApplications,
  kerasTotal,
  type KerasRow,
} from "./tables/keras.ts";
export {
  blockOrderErrors,
  competitionMargins,
  publishedErrors,
  relativeMargin,
  shortcutErrors,
  type CompetitionMargin,
  type PublishedError,
  type ShortcutError,
} from "./tables/published.ts";
export {
  torchvisionModel,
  torchvisionModels,
  type TorchvisionModel,
  type TorchvisionName,
} from "./tables/torchvision.ts";
export { diagram, type Diagram } from "./show/diagram.ts";
export { formatSummary } from "./show/table.ts";
