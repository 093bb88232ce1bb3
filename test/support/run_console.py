"""Drives `jupyter console` at a terminal: types, waits for what must be seen, types on.

usage: run_console.py STEPS.json; STEPS is a list of {"type": text, "see": regular expression}
Prints, as JSON: {"seen": [what each step saw], "missed": the expression that never came or null, "code": exit code}.
"""
import json
import os
import re
import sys
import time

import pexpect

LIMIT = 30  # s for one step
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r|\x07|\x08")


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        steps = json.load(file)
    env = dict(os.environ, TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1")
    command = ["-m", "jupyter_console", "--kernel", "convlab"]
    terminal = pexpect.spawn(sys.executable, command, env=env, encoding="utf8", dimensions=(40, 200))
    screen = Screen(terminal)
    seen, missed = [], None
    for step in steps:
        terminal.send(step["type"])
        found = screen.wait(step["see"])
        if found is None:
            missed = step["see"]
            break
        seen.append(found)
    code = end(terminal) if missed is None else None
    terminal.close(force=True)
    print(json.dumps({"seen": seen, "missed": missed, "code": code, "last": screen.text[-2000:]}))


class Screen:
    """What has come, without colours and moves of the cursor."""

    def __init__(self, terminal):
        self.terminal = terminal
        self.text = ""
        self.looked = 0

    def wait(self, expression):
        """The text up to where the expression is first found after what was found before."""
        limit = time.monotonic() + LIMIT
        while True:
            found = re.compile(expression, re.S).search(self.text, self.looked)
            if found:
                part = self.text[self.looked : found.end()]
                self.looked = found.end()
                return part
            if time.monotonic() > limit:
                return None
            try:
                self.text += CONTROL.sub("", self.terminal.read_nonblocking(65536, timeout=0.5))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return None


def end(terminal):
    """The exit code of a console that was told to leave."""
    terminal.expect(pexpect.EOF, timeout=LIMIT)
    terminal.close()
    return terminal.exitstatus


main()
