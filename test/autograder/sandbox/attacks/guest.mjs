// Stands in for the guest program: runs the attack that its channel names, and says line by line how far it came.
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import * as files from "./files.mjs";
import * as others from "./others.mjs";
import * as resources from "./resources.mjs";

const attacks = { ...files, ...others, ...resources };
const channel = new Socket({ fd: 3, readable: true, writable: true });
const say = (what) => new Promise((resolve) => channel.write(`${JSON.stringify(what)}\n`, resolve));

/** What became of one line of an attack: its value, or the code of the error that stopped it. */
globalThis.outcome = async (attempt) => {
  try {
    return { value: (await attempt()) ?? null };
  } catch (error) {
    return { refused: error.code ?? error.message };
  }
};

for await (const line of createInterface({ input: channel })) {
  const { attack, input } = JSON.parse(line);
  await say({ started: attack });
  await say({ ended: attack, result: (await attacks[attack](input, say)) ?? null });
}
channel.end(); // not process.exit: what was printed must have left first
