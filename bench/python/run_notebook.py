"""Runs the notebook given as a file with nbclient on the kernel given by name; prints {"ms", "cells", "lines"} as JSON."""

import json
import sys
import time

import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
started = time.perf_counter()
error = None
try:
    NotebookClient(notebook, kernel_name=sys.argv[2], timeout=60).execute()
except Exception as thrown:
    error = repr(thrown)[:200]
print(
    json.dumps(
        {
            "ms": (time.perf_counter() - started) * 1000,
            "cells": sum(bool(cell.outputs) for cell in notebook.cells),
            "lines": sum("".join(out.get("text", "")).count("\n") for cell in notebook.cells for out in cell.outputs),
            "error": error,
        }
    )
)
