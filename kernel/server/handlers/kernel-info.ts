import { languageInfo, PROTOCOL_VERSION } from "../../protocol/index.ts";
import project from "../../../package.json" with { type: "json" };
import type { Handler } from "../context.ts";

export const kernelInfo: Handler<"kernel_info_reply"> = {
  reply: "kernel_info_reply",
  handle() {
    return {
      status: "ok",
      protocolVersion: PROTOCOL_VERSION,
      implementation: project.name,
      implementationVersion: project.version,
      languageInfo,
      banner: `TypeScript ${languageInfo.version} (Convlab ${project.version}, Node.js ${process.version})`,
      debugger: true,
      supportedFeatures: ["kernel subshells"],
      helpLinks: [
        { text: "TypeScript Handbook", url: "https://www.typescriptlang.org/docs/handbook/" },
        {
          text: "JavaScript Reference (MDN)",
          url: "https://developer.mozilla.org/docs/Web/JavaScript",
        },
        { text: "Node.js API", url: "https://nodejs.org/docs/latest-v24.x/api/" },
      ],
    };
  },
};
