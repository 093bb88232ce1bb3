// `convlab/viz`: plotly figures for notebooks. It draws what it is given and computes nothing of a lab.
export type { Figure, Part } from "./figure.ts";
export type { Colours } from "./image.ts";
export { heatmap, type HeatmapOptions } from "./heatmap.ts";
export { filterGallery, imageGrid, type GridOptions } from "./image-grid.ts";
export { slidingWindow, type SlidingWindowOptions } from "./sliding-window/sliding-window.ts";
export { showImage, type Picture, type ShowImageOptions } from "./show-image.ts";
export { linePlot, type LinePlotOptions } from "./line-plot.ts";
export { saliencyOverlay, type SaliencyOverlayOptions } from "./saliency-overlay.ts";
export { scatterPlot, type ScatterPlotOptions } from "./scatter-plot.ts";
export { surfacePlot, type SurfacePlotOptions } from "./surface-plot.ts";
