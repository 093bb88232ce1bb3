"""Runs jupyter_kernel_test's whole suite on the kernel "convlab", nothing left out; prints {test: "pass" or why not}."""

import json
import unittest

import jupyter_kernel_test as jkt


class Convlab(jkt.KernelTests):
    kernel_name = "convlab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('boom')"
    code_execute_result = [
        {"code": "1+2+3", "result": "6"},
        {"code": "const squares: number[] = [1, 2, 3].map((n) => n * n); squares[2]", "result": "9"},
    ]
    code_display_data = [{"code": "display.html('<b>test</b>')", "mime": "text/html"}]
    code_clear_output = "clearOutput()"
    code_page_something = "page('help')"
    code_inspect_sample = "Math.cbrt"
    completion_samples = [{"text": "Math.cbr", "matches": {"cbrt"}}]
    complete_code_samples = ["const a = 1", "function f(): number { return 1 }", "`a\nb`", ""]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`abc", "/* open"]
    invalid_code_samples = ["let x = )", "const const = 1", "}"]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")


class Welcome(jkt.IopubWelcomeTests):
    kernel_name = "convlab"
    support_iopub_welcome = True


class Results(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.by_name = {}

    def _note(self, test, text):
        name = str(test).split(" ")[0]
        if text == "pass":
            self.by_name.setdefault(name, text)
        else:
            self.by_name[name] = text

    def addSuccess(self, test):
        self._note(test, "pass")

    def addFailure(self, test, error):
        self._note(test, f"{error[0].__name__}: {error[1]}")

    addError = addFailure

    def addSkip(self, test, reason):
        self._note(test, f"skipped: {reason}")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self._note(test, f"{subtest}: {error[0].__name__}: {error[1]}")


results = Results()
load = unittest.TestLoader().loadTestsFromTestCase
unittest.TestSuite([load(Convlab), load(Welcome)]).run(results)
print(json.dumps(results.by_name))
