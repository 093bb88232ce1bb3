// Who may import whom. A rule names a place and everything of ours that it may import.

/** Places of the project, most specific first: a file belongs to the first whose prefix fits. */
export const places: readonly (readonly [name: string, prefix: string])[] = [
  ["core", "kernel/core/"],
  ["protocol", "kernel/protocol/"],
  ["engine", "kernel/engine/"],
  ["server", "kernel/server/"],
  ["install", "kernel/install/"],
  ["start", "kernel/start.mjs"],
  ["bin", "kernel/convlab.mjs"],
  ["labextension", "kernel/labextension/"],
  ["helpers", "kernel/helpers/"],
  ["cli", "autograder/cli/"],
  ["autograder", "autograder/"],
  ["datasets", "datasets/"],
  ["solutions", "solutions/"],
  ["labs", "labs/"],
  ["test", "test/"],
  ["bench", "bench/"],
];

export const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ["core"],
  engine: ["core"],
  server: ["protocol", "engine", "core"],
  install: ["core"],
  start: ["install"],
  bin: ["install"],
  labextension: ["core", "install"],
  helpers: ["core", "datasets"],
  autograder: ["engine", "helpers", "core", "install"],
  cli: ["autograder", "install", "core"],
  datasets: [],
};

/** Doors of the helpers, and the doors that each may import. */
export const doorMayImport: Readonly<Record<string, readonly string[]>> = {
  arithmetic: [],
  tensor: [],
  ops: ["arithmetic", "tensor"],
  backprop: ["arithmetic", "tensor", "ops"],
  optim: ["arithmetic", "tensor", "ops", "backprop"],
  explain: ["arithmetic", "tensor", "ops", "backprop"],
  adversarial: ["arithmetic", "tensor", "ops", "backprop"],
  architectures: ["arithmetic", "tensor", "ops"],
  augment: ["tensor"],
  compress: ["arithmetic", "tensor", "ops", "backprop"],
  data: ["tensor"],
  train: ["data", "tensor", "arithmetic"],
  vision: ["tensor"],
  viz: ["tensor"],
  check: ["tensor"],
  widgets: [],
};

/** npm packages that only some places may import. */
export const packageOwners: Readonly<Record<string, readonly string[]>> = {
  zeromq: ["protocol"],
  "@tensorflow/tfjs": ["helpers"],
  "fast-png": ["helpers"],
  fflate: ["helpers"],
  "jpeg-js": ["helpers"],
  ndarray: ["helpers", "engine", "autograder"],
  "oxc-parser": ["engine", "autograder"],
  "oxc-transform": ["engine"],
  nbformat: ["autograder"],
};

/** Helpers that may use `node:*`; all others run in a browser too. */
export const nodeDoors: readonly string[] = ["data", "train"];
