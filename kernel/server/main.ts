// The program that a kernelspec starts: `node dist/server.cjs CONNECTION_FILE`.
import { createEngine } from "../engine/own-process.ts";
import { compileLess } from "./process/compile-less.ts";
import { serve } from "./process/serve.ts";

compileLess();

// a CommonJS program awaits nothing at its top
void serve(process.argv[2], createEngine).then((code) => process.exit(code));
