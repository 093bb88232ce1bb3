import type { Rows } from "./row.ts";

/** Applications and tooling. */
export const applications: Rows = {
  N1: ["H", "R-CNN: propose, warp, classify"],
  N2: ["H", "Fast R-CNN RoI pooling + box regression"],
  N3: ["L", "Faster R-CNN RPN, anchors"],
  N4: ["H", "segmentation: classify the centre pixel per patch"],
  N5: ["L", "FCN, deconvolution network, unpool; U-Net"],
  N6: ["H warp, L", "optical flow I1(x,y)=I2(x+u,y+v); FlowNet"],
  N7: ["L", "SRCNN; depends on the degradation"],
  N8: ["L", "point cloud → voxels → 3-D conv"],
  N9: ["L", "speech: STFT / MFCC as image, 1-D conv"],
  N10: ["F", "skin cancer, AlphaGo, captioning, retrieval"],
  K1: [
    "L",
    "MNIST 60,000 28x28; Caltech-101 9,146/101; ImageNet 14,197,122 / 1.3M, 1k classes, top-5",
  ],
  K2: [
    "-",
    'Lab 9 ex. 4 "submit your test accuracy"; Lab 10 §3.5 "submit your plot"; Lab 8 §2; Assignment 6',
  ],
  K3: ["L", "CNN Explainer, conv_arithmetic animations, adamharley viewer"],
  K4: ["L", 'frameworks; autodiff does the gradients "in practice"'],
};
