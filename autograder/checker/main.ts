// dist/checker.js: the trusted process in which hidden tests run; started and fed by grading.
import { createInlineEngine } from "../../kernel/engine/index.ts";
import { serveChecker } from "./serve.ts";

serveChecker(createInlineEngine);
