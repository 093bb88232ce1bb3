// What notebooks store about the language. codemirror_mode decides the colours in JupyterLab and beats the mimetype:
// only the plain string "typescript" gives the TypeScript grammar.
import typescript from "typescript/package.json" with { type: "json" };

/** `language_info` as it stands in kernel_info_reply and in the metadata of every notebook; keys are the wire's. */
export const languageInfo: {
  readonly name: string;
  readonly version: string;
  readonly mimetype: string;
  readonly file_extension: string;
  readonly pygments_lexer: string;
  readonly codemirror_mode: string;
  readonly nbconvert_exporter: string;
} = {
  name: "typescript",
  version: typescript.version,
  mimetype: "text/typescript",
  file_extension: ".ts",
  pygments_lexer: "typescript",
  codemirror_mode: "typescript",
  nbconvert_exporter: "script",
};
