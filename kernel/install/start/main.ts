// What the first half of `npm start` (bootstrap.mjs) runs on Node 24.
import { endWithParent } from "../orphan.mjs";
import { report } from "../trouble.mjs";
import { startCommand } from "./command.ts";

endWithParent();
// a terminal that closes, or a pipe that nobody reads: what we started must still be ended
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
try {
  process.exitCode = await startCommand(process.argv.slice(2));
} catch (error) {
  report(error);
  process.exitCode = 1;
}
