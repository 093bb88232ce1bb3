// Jupyter's own test suite for kernels, nothing left out: what a kernel cannot do it does not pass.
import type { Contender } from "../contenders.ts";
import { runPython } from "../python-client.ts";
import { exactly, type Findings, type Row } from "../row.ts";

export const conformance: Row = {
  id: "conformance",
  rounds: 1,
  figures: [
    {
      id: "conformance",
      title: "jupyter_kernel_test, strict, of 13",
      unit: "tests",
      target: exactly(13),
      rises: true,
    },
  ],
  async measure(contender): Promise<Findings> {
    const settings = JSON.stringify({ kernel_name: contender.id, ...samples(contender) });
    const results = await runPython("conformance.py", contender, {
      args: [settings, String(patience)],
      limit: (patience + 30) * 1000,
    });
    if (results === undefined) return { conformance: "did not run" };
    const passed = Object.values(results as Record<string, string>).filter((it) => it === "pass");
    return { conformance: passed.length };
  },
};

/** Seconds after which a test that has not passed does not count. */
const patience = 150;

/** What the suite needs to know of each language; names as jupyter_kernel_test has them. */
function samples({ id, language }: Contender): Record<string, unknown> {
  const javascript = {
    language_name: language,
    file_extension: language === "typescript" ? ".ts" : ".js",
    code_hello_world: "console.log('hello, world')",
    code_stderr: "console.error('oops')",
    code_generate_error: "throw new Error('boom')",
    code_execute_result: [{ code: "1+2+3", result: "6" }],
    code_inspect_sample: "Math.cbrt",
    completion_samples: [
      {
        text: "Math.cbr",
        matches: [id === "convlab" ? "cbrt" : id === "deno" ? "Math.cbrt" : "cbrt"],
      },
    ],
    complete_code_samples: ["const a = 1", "`a\nb`", ""],
    incomplete_code_samples: ["function f() {", "const a = [1,", "`abc"],
    invalid_code_samples: ["let x = )", "const const = 1"],
    code_history_pattern: "1?2*",
    code_clear_output: "",
    code_page_something: "",
  };
  const displays: Record<string, Record<string, unknown>> = {
    convlab: {
      code_display_data: [html("display.html('<b>test</b>')")],
      code_clear_output: "clearOutput()",
      code_page_something: "page('help')",
    },
    tslab: {
      code_display_data: [
        html("import * as tslab from 'tslab'; tslab.display.html('<b>test</b>')"),
      ],
    },
    deno: {
      code_display_data: [
        html("await Deno.jupyter.display({ 'text/html': '<b>test</b>' }, { raw: true })"),
      ],
    },
    ijavascript: { code_display_data: [html("$$.display().html('<b>test</b>')")] },
  };
  if (language !== "python") return { ...javascript, ...displays[id] };
  return {
    language_name: "python",
    file_extension: ".py",
    code_hello_world: "print('hello, world')",
    code_stderr: "import sys; print('oops', file=sys.stderr)",
    code_generate_error: "raise ValueError('boom')",
    code_execute_result: [{ code: "1+2+3", result: "6" }],
    code_display_data: [
      html("from IPython.display import HTML, display; display(HTML('<b>test</b>'))"),
    ],
    code_clear_output: "from IPython.display import clear_output; clear_output()",
    code_page_something: "zip?",
    code_inspect_sample: "zip",
    completion_samples: [{ text: "zi", matches: ["zip"] }],
    complete_code_samples: ["1", "print('hi')", "def f(x):\n  return x*2\n\n\n"],
    incomplete_code_samples: ["print('''hello", "def f(x):\n  x*2"],
    invalid_code_samples: ["import = 7q"],
    code_history_pattern: "1?2*",
  };
}

function html(code: string): Record<string, string> {
  return { code, mime: "text/html" };
}
