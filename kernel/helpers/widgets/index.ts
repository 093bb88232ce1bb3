// `convlab/widgets`: controls for a notebook, functions that follow them, bars for long loops.
export { IntSlider, FloatSlider, IntRangeSlider, FloatRangeSlider } from "./controls/sliders.ts";
export { IntProgress, Play } from "./controls/moving.ts";
export { Dropdown, RadioButtons, Select, ToggleButtons, type Choices } from "./controls/choices.ts";
export { Checkbox, ColorPicker, FloatText, IntText, Text, Textarea } from "./controls/texts.ts";
export { Button, ToggleButton } from "./controls/button.ts";
export { HTML, Image, Label } from "./controls/shown.ts";
export { Accordion, HBox, Tab, VBox } from "./controls/boxes.ts";
export type { Layout, LayoutState } from "./controls/look.ts";
export { Output } from "./output/output.ts";
export { jsdlink, jslink, type Link, type Property } from "./link.ts";
export { anywidget, type AnyWidget } from "./anywidget.ts";
export { interact, interactive, type Call, type Interaction } from "./interact/interact.ts";
export type { Abbreviation } from "./interact/abbreviations.ts";
export { progress, type ProgressOptions } from "./progress/progress.ts";
export { progressBar, type BarOptions, type ProgressBar } from "./progress/bar.ts";
export { onComm, openComm } from "./comm.ts";
export type { Comm, CommContent } from "./host.ts";
export type { Widget } from "./model/make.ts";
