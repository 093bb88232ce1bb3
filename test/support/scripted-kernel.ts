// The kernel's server as a process of its own, with the scripted engine.
import { serve } from "../../kernel/server/process/serve.ts";
import { createScriptedEngine } from "./scripted-engine.ts";

process.exit(await serve(process.argv[2], createScriptedEngine));
