"""Runs jupyter_kernel_test's suite on the kernel that the JSON argument describes; prints {test: "pass" or why not}.

What has not passed after the second argument's seconds does not pass: a kernel that is silent would take an hour.
"""

import json
import os
import signal
import sys
import unittest

import jupyter_kernel_test as jkt

settings = json.loads(sys.argv[1])
for sample in settings["completion_samples"]:
    sample["matches"] = set(sample["matches"])
settings["supported_history_operations"] = ("tail", "range", "search")
Kernel = type("Kernel", (jkt.KernelTests,), settings)
Welcome = type(
    "Welcome", (jkt.IopubWelcomeTests,), {"kernel_name": settings["kernel_name"], "support_iopub_welcome": True}
)


class Results(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.by_name = {}

    def note(self, test, text):
        name = str(test).split(" ")[0]
        self.by_name[name] = text if text != "pass" else self.by_name.get(name, text)

    def addSuccess(self, test):
        self.note(test, "pass")

    def addFailure(self, test, error):
        self.note(test, f"{error[0].__name__}: {error[1]}"[:200])

    addError = addFailure

    def addSkip(self, test, reason):
        self.note(test, f"skipped: {reason}")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.note(test, f"{subtest}: {error[0].__name__}: {error[1]}"[:200])


results = Results()


def stop(*_):
    print(json.dumps(results.by_name), flush=True)
    for case in (Kernel, Welcome):
        provisioner = getattr(getattr(case, "km", None), "provisioner", None)
        if getattr(provisioner, "pid", None):
            os.killpg(os.getpgid(provisioner.pid), signal.SIGKILL)
    os._exit(0)


signal.signal(signal.SIGALRM, stop)
signal.alarm(int(sys.argv[2]))
load = unittest.TestLoader().loadTestsFromTestCase
unittest.TestSuite([load(Kernel), load(Welcome)]).run(results)
print(json.dumps(results.by_name))
