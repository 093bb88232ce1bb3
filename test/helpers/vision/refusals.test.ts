import { expect, test } from "vitest";
import { ones, random, zeros } from "../../../kernel/helpers/tensor/index.ts";
import {
  anchors,
  averagePrecision,
  bilinearKernel,
  boxDecode,
  boxEncode,
  epe,
  iou,
  miou,
  nms,
  patchesAround,
  psnr,
  roiPool,
  roiPoolBackward,
  stft,
  unpool,
  voxelise,
  warp,
  warpBackward,
} from "../../../kernel/helpers/vision/index.ts";
import { faultOf } from "../../support/codes.ts";

const nan = Number.NaN;
const map = ones([1, 4, 4, 1]);

test.each<[string, () => unknown, string]>([
  ["a box with its corners exchanged", () => iou([2, 2, 0, 0], [0, 0, 1, 1]), "BAD_BOX"],
  ["a box of three numbers", () => iou([0, 0, 1], [0, 0, 1, 1]), "BAD_BOX"],
  ["a box with NaN", () => iou([0, 0, 1, 1], [0, 0, nan, 1]), "BAD_BOX"],
  ["an infinite box", () => iou([0, 0, 1, Infinity], [0, 0, 1, 1]), "BAD_BOX"],
  ["boxes of five numbers", () => nms(zeros([2, 5]), [1, 1]), "BAD_BOX"],
  ["one box that is no list", () => nms([0, 0, 1, 1], [1]), "WRONG_RANK"],
  ["more scores than boxes", () => nms([[0, 0, 1, 1]], [1, 2]), "COUNTS_DIFFER"],
  ["a score that is NaN", () => nms([[0, 0, 1, 1]], [nan]), "NOT_FINITE"],
  ["a threshold above 1", () => nms([[0, 0, 1, 1]], [1], { threshold: 1.5 }), "BAD_OPTIONS"],
  ["a limit of 0", () => nms([[0, 0, 1, 1]], [1], { limit: 0 }), "BAD_OPTIONS"],
  ["an anchor without area", () => boxEncode([0, 0, 1, 1], [2, 2, 2, 3]), "BAD_OPTIONS"],
  ["a code of NaN", () => boxDecode([0, 0, nan, 0], [0, 0, 1, 1]), "BAD_OPTIONS"],
  ["anchors of no size", () => anchors([2, 2], { stride: 8, sizes: [] }), "BAD_OPTIONS"],
  ["a negative ratio", () => anchors([2, 2], { stride: 8, ratios: [-1] }), "BAD_OPTIONS"],
  ["half a cell", () => anchors([2.5, 2], { stride: 8 }), "BAD_OPTIONS"],
  [
    "a detection with score NaN",
    () => averagePrecision([{ image: 1, box: [0, 0, 1, 1], score: nan }], []),
    "BAD_OPTIONS",
  ],
  ["a truth that is no box", () => averagePrecision([], [{ image: 1, box: [1] }]), "BAD_BOX"],
  [
    "a map without a batch",
    () => roiPool(ones([4, 4, 1]), [[0, 0, 1, 1]], { size: [2, 2] }),
    "WRONG_RANK",
  ],
  ["a map with NaN", () => roiPool([[[[nan]]]], [[0, 0, 0, 0]], { size: [1, 1] }), "NOT_FINITE"],
  ["no bins", () => roiPool(map, [[0, 0, 1, 1]], { size: [0, 2] }), "BAD_OPTIONS"],
  [
    "a region on an image that is not there",
    () => roiPool(map, [[0, 0, 1, 1]], { size: [1, 1], images: [1] }),
    "BAD_OPTIONS",
  ],
  ["a scale of 0", () => roiPool(map, [[0, 0, 1, 1]], { size: [1, 1], scale: 0 }), "BAD_OPTIONS"],
  [
    "a gradient of another shape",
    () => roiPoolBackward(map, roiPool(map, [[0, 0, 1, 1]], { size: [1, 1] })),
    "SHAPES_DIFFER",
  ],
  ["a factor of 1.5", () => bilinearKernel(1.5), "BAD_OPTIONS"],
  ["a switch beyond the map", () => unpool([1], [9], [2, 2]), "BAD_OPTIONS"],
  ["more numbers than switches", () => unpool([1, 2], [0], [2, 2]), "COUNTS_DIFFER"],
  ["a class that does not exist", () => miou([0, 2], [0, 1], 2), "BAD_OPTIONS"],
  ["half a class", () => miou([0.5], [0], 2), "BAD_OPTIONS"],
  ["maps of two sizes", () => miou([0, 1], [0], 2), "SHAPES_DIFFER"],
  ["patches without a centre", () => patchesAround(map, 4), "BAD_OPTIONS"],
  ["a flow of three directions", () => warp(map, zeros([1, 4, 4, 3])), "COUNTS_DIFFER"],
  ["a flow of another size", () => warp(map, zeros([1, 4, 3, 2])), "SHAPES_DIFFER"],
  ["a flow of NaN", () => warp([[[[1]]]], [[[[nan, 0]]]]), "NOT_FINITE"],
  [
    "a gradient of another size",
    () => warpBackward(ones([1, 4, 4, 2]), map, zeros([1, 4, 4, 2])),
    "SHAPES_DIFFER",
  ],
  ["flows of one number", () => epe([[1]], [[1]]), "COUNTS_DIFFER"],
  ["pictures of two sizes", () => psnr([1], [1, 2]), "SHAPES_DIFFER"],
  ["a peak of 0", () => psnr([1], [1], { peak: 0 }), "BAD_OPTIONS"],
  ["points of the plane", () => voxelise([[1, 2]]), "COUNTS_DIFFER"],
  ["a point at NaN", () => voxelise([[1, 2, nan]]), "NOT_FINITE"],
  ["bounds the wrong way round", () => voxelise([[1, 2, 3]], { bounds: [1, 0] }), "BAD_OPTIONS"],
  ["no voxels", () => voxelise([[1, 2, 3]], { size: 0 }), "BAD_OPTIONS"],
  ["more voxels than memory", () => voxelise([[1, 2, 3]], { size: 10_000 }), "SHAPE_TOO_LARGE"],
  ["a signal shorter than a frame", () => stft(zeros([10]), { size: 16 }), "BAD_OPTIONS"],
  ["frames that do not move", () => stft(zeros([64]), { size: 16, hop: 0 }), "BAD_OPTIONS"],
  [
    "an unknown window",
    () => stft(zeros([64]), { size: 16, window: "hat" as "hann" }),
    "BAD_OPTIONS",
  ],
  ["a stereo signal", () => stft(random([2, 64], { seed: 1 }), { size: 16 }), "WRONG_RANK"],
  ["words", () => epe("flow" as unknown as number[], [[1, 2]]), "NOT_A_TENSOR"],
])("%s is refused", async (_, action, code) => {
  const fault = await faultOf(action);
  expect(fault.code).toBe(code);
  expect([fault.given, fault.expected, fault.fix]).not.toContain(undefined);
});
