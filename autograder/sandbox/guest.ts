// dist/sandbox-guest.js: runs a submission's cells behind the walls and answers the host on descriptor 3.
import { createInlineEngine } from "../../kernel/engine/index.ts";
import { serve } from "./guest/serve.ts";

await serve(createInlineEngine);
