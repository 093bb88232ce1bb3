// Row R2: freeze, then unfreeze more; and the head that a new task gets. The counts are worked out on paper.
import { expect, test } from "vitest";
import {
  adoptWeights,
  formatSummary,
  forward,
  freeze,
  GraphBuilder,
  initialWeights,
  lenet5,
  Net,
  replaceHead,
  resnet,
  squeezenet,
  summary,
  unfreeze,
  vgg,
  weightSpecs,
  type Graph,
} from "../../../kernel/helpers/architectures/index.ts";
import { random } from "../../../kernel/helpers/tensor/index.ts";
import { faultOf } from "../../support/codes.ts";

const counts = (graph: Graph): readonly number[] => {
  const { trainable, frozen, nonTrainable } = summary(graph);
  return [trainable, frozen, nonTrainable];
};

test("R2 VGG-16 for ten classes: the head alone, then its dense layers, then everything", () => {
  const net = replaceHead(vgg("D"), 10);
  // little data: (4096 + 1)·10
  expect(counts(unfreeze(freeze(net), "head"))).toEqual([40_970, 134_260_544, 0]);
  // more data: (25,088 + 1)·4096 + (4096 + 1)·4096 + 40,970 = 102,764,544 + 16,781,312 + 40,970
  expect(counts(unfreeze(freeze(net), "fc6"))).toEqual([119_586_826, 14_714_688, 0]);
  // 138,357,544 − (4096 + 1)·1000 + 40,970
  expect(counts(net)).toEqual([134_301_514, 0, 0]);
  expect(counts(unfreeze(freeze(net)))).toEqual(counts(net));
});

test("R2 ResNet-18 for ten classes: the head, then stage 4; moving statistics are counted apart", () => {
  const net = replaceHead(resnet(18), 10);
  // (512 + 1)·10; 11,689,512 − (512 + 1)·1000 = 11,176,512 frozen; 9600 moving statistics
  expect(counts(unfreeze(freeze(net), "head"))).toEqual([5130, 11_176_512, 9600]);
  // stage 4: 9·256·512 + 3·9·512² + 256·512 + 5·2·512 = 8,393,728
  const [trainable, frozen] = counts(unfreeze(freeze(net), "layer4"));
  expect([trainable, frozen]).toEqual([8_393_728 + 5130, 11_176_512 - 8_393_728]);
});

test("R2 freezing up to a layer and unfreezing from the next one are the same; what was frozen before stays so", () => {
  expect(freeze(lenet5(), "flatten").nodes).toEqual(unfreeze(freeze(lenet5()), "c5").nodes);
  const twice = freeze(freeze(lenet5(), "c5"), "c1");
  expect(counts(twice)).toEqual(counts(freeze(lenet5(), "c5")));
  const back = unfreeze(freeze(lenet5(), "c3"), "c5");
  expect(counts(back)).toEqual(counts(freeze(lenet5(), "c3")));
});

test("R2 a scope stands for all layers under it, and shared weights follow the layer that made them", () => {
  const stage = freeze(resnet(18), "layer1");
  const frozen = stage.nodes.filter((node) => node.frozen).map(({ name }) => name);
  expect(frozen.at(-1)?.startsWith("layer1.1.")).toBe(true);
  const builder = new GraphBuilder("twins", [4]);
  const dense = { op: "dense", units: 4, bias: true } as const;
  const once = builder.apply("shared", dense, builder.input);
  const own = builder.apply("own", dense, once);
  const graph = builder.build(builder.apply("shared", dense, own, once));
  expect(counts(freeze(graph, "own"))).toEqual([0, 40, 0]);
  expect(counts(unfreeze(freeze(graph), "own"))).toEqual([20, 20, 0]);
  const flags = freeze(graph, "own").nodes.map(({ frozen }) => frozen);
  expect(flags).toEqual([true, true, true, true]);
  expect(unfreeze(freeze(graph), "own").nodes.map(({ frozen }) => frozen)).toEqual([true, true, false, true]); // prettier-ignore
});

test("R2 the table says what is frozen, and weightSpecs what an optimiser may change", () => {
  const graph = freeze(lenet5(), "s4");
  const text = formatSummary(summary(graph));
  // c1: (25 + 1)·6; c5 to the output: 48,120 + 10,164 + 850
  expect(text).toContain("156 frozen");
  expect(text).toContain(`parameters: 59,134 trainable, 2,572 frozen`);
  const names = weightSpecs(graph).filter(({ trainable }) => trainable).map(({ layer }) => layer);
  expect(new Set(names)).toEqual(new Set(["c5", "f6", "output"]));
}); // prettier-ignore

test("R2 the head of a frozen net is trainable, and the rest stays frozen", () => {
  // (84 + 1)·3; 61,706 − 850
  expect(counts(replaceHead(freeze(lenet5()), 3))).toEqual([255, 60_856, 0]);
});

test("R2 a head of convolutions is replaced, too: SqueezeNet ends in 1×1 filters and an average", () => {
  const old = squeezenet();
  const graph = replaceHead(old, 7);
  const at = graph.nodes.find(({ name }) => name === "head");
  expect(at?.layer).toMatchObject({ op: "conv", outChannels: 7 });
  expect(graph.nodes[graph.outputs[0] ?? 0]?.shape).toEqual([7]);
  // (512 + 1)·1000 become (512 + 1)·7
  expect(summary(old).trainable - summary(graph).trainable).toBe(513 * 993);
});

test("R2 the new net computes with the old weights and new ones for the head", () => {
  const old = lenet5();
  const before = initialWeights(old, { seed: 1 });
  const graph = replaceHead(old, 3);
  const weights = adoptWeights(graph, before, { seed: 2 });
  expect(weights["c1/filters"]).toBe(before["c1/filters"]);
  expect(weights["head/filters"]?.shape).toEqual([84, 3]);
  expect(Object.keys(weights)).not.toContain("output/filters");
  const x = random([2, 32, 32, 1], { seed: 3 });
  expect(forward(graph, weights, x).outputs[0]?.shape).toEqual([2, 3]);
  // a name that is there with another shape starts anew
  const other = adoptWeights(lenet5({ classes: 5 }), before, { seed: 2 });
  expect(other["output/filters"]?.shape).toEqual([84, 5]);
});

test("R2 layers and heads that are not there are refused by name", async () => {
  const unknown = await faultOf(() => freeze(lenet5(), "conv9"));
  expect([unknown.code, unknown.given]).toEqual(["NO_SUCH_LAYER", '"conv9"']);
  expect(unknown.expected).toContain("c1, c1.act, s2");
  expect((await faultOf(() => unfreeze(lenet5(), "c"))).code).toBe("NO_SUCH_LAYER");
  expect((await faultOf(() => replaceHead(lenet5(), 0))).code).toBe("BAD_OPTIONS");
  expect((await faultOf(() => replaceHead(lenet5(), 3, "c1"))).code).toBe("BAD_OPTIONS");
  const net = new Net("sum", [4, 4, 1]);
  const sum = net.add("sum", net.conv("a", net.input, 2, 1), net.conv("b", net.input, 2, 1));
  expect((await faultOf(() => replaceHead(net.build(sum), 2))).code).toBe("NO_HEAD");
});
