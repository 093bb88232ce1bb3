// `npm start`: everything from a fresh clone to a lab open in JupyterLab. Written so that an old Node can read it and say so.
import process from "node:process";

const oldestNode = 20;
if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  console.error(
    `Node ${process.versions.node} is too old to set up Convlab.\n` +
      `  expected  Node ${oldestNode} or newer with npm\n` +
      "  to mend   install Node from https://nodejs.org, open a new terminal, then: npm start",
  );
  process.exit(1);
}
const { report } = await import("./install/trouble.mjs");
try {
  const { bootstrap } = await import("./install/bootstrap.mjs");
  process.exitCode = await bootstrap(process.argv.slice(2));
} catch (error) {
  report(error);
  process.exitCode = 1;
}
