// The program that a kernelspec starts: `node dist/server.js CONNECTION_FILE`.
import { createEngine } from "../engine/own-process.ts";
import { serve } from "./serve.ts";

process.exit(await serve(process.argv[2], createEngine));
