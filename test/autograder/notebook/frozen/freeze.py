"""Writes what the real nbgrader and nbformat make of some cells and notebooks, for the tests beside this file.

python3 -m venv /tmp/nbgrader && /tmp/nbgrader/bin/pip install nbgrader==0.9.6 nbformat==5.11.1
/tmp/nbgrader/bin/python test/autograder/notebook/frozen/freeze.py
"""

import copy
import json
import os

import nbformat
import nbgrader
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

here = os.path.dirname(os.path.abspath(__file__))


def meta(**keys):
    base = dict(schema_version=3, grade=False, solution=False, locked=False, task=False, grade_id="q1")
    return {**base, **keys}


def code(source, metadata):
    return new_code_cell(source, id="cell", metadata={"nbgrader": metadata})


def text(source, metadata):
    return new_markdown_cell(source, id="cell", metadata={"nbgrader": metadata})


checksums = [
    code("", meta(solution=True)),
    code("const a = 1;\nconst b = 'é𝒙'", meta(solution=True, locked=True)),
    code("await question('q', () => {});", meta(grade=True, points=4)),
    code("await question('q', () => {});", meta(grade=True, points=4.0, locked=True)),
    code("x", meta(grade=True, points=0)),
    code("x", meta(grade=True, points=0.5, grade_id="a_b-C9")),
    code("x", meta(grade=True, points=0.1 + 0.2)),
    code("x", meta(grade=True, points=0.0001)),
    code("x", meta(grade=True, points=0.00001)),
    code("x", meta(grade=True, points=1.5e-7)),
    code("x", meta(grade=True, points=1e15)),
    code("x", meta(grade=True, points=1e16)),
    code("x", meta(grade=True, points=1.25e22)),
    code("import { tensor } from 'convlab/tensor';\n", meta(locked=True)),
    code("ordinary", meta()),
    text("Why?\n\n*Your answer here*", meta(grade=True, solution=True, points=20)),
    text("Do this by hand.", meta(task=True, points=10, locked=True)),
    text("line\r\nline\u2028line\x0bline", meta(locked=True)),
]

old = [
    code("x", {"grade": True, "grade_id": "q1", "points": "5"}),
    code("x", {"grade": True, "grade_id": "q1", "points": ""}),
    code("x", {"grade": True, "grade_id": "q1", "points": -3, "checksum": "0" * 32}),
    code("x", {"solution": True, "grade_id": "q1", "points": 3, "mystery": 1}),
    code("x", {"grade": False, "solution": False, "locked": False, "grade_id": "q1"}),
    code("x", {"schema_version": 1, "grade": True, "solution": False, "locked": False, "grade_id": "q1",
               "points": 2, "checksum": "0" * 32}),
    code("x", {"schema_version": 1, "grade": False, "solution": True, "locked": False, "grade_id": "q1"}),
    text("x", {"schema_version": 2, "grade": True, "solution": True, "locked": False, "grade_id": "q1",
               "points": 2, "cell_type": "code", "checksum": "0" * 32}),
]


def upgraded(cell):
    cell = copy.deepcopy(cell)
    MetadataValidator().upgrade_cell_metadata(cell)
    return cell.metadata.get("nbgrader")


notebook = new_notebook(
    metadata={
        "kernelspec": {"name": "convlab", "display_name": "TypeScript (Convlab)", "language": "typescript"},
        "zeta": {"10": 1, "9": 2, "é": 3, "𝒙": 4, "\uffee": 5, "A": [], "a": {}},
        "orig_nbformat": 3,
    },
    cells=[
        new_markdown_cell("# Title\n\nText with \u2028 odd \x0b breaks \x85 and\r\nWindows\n", id="a-1"),
        new_code_cell(
            "const x = \"quoted\\n\";\n\n// é𝒙\tx\n",
            id="b_2",
            execution_count=3,
            metadata={"tags": ["setup"], "trusted": True},
            outputs=[
                new_output("stream", name="stdout", text="one\ntwo\n"),
                new_output(
                    "display_data",
                    data={
                        "text/plain": "a\nb",
                        "text/html": "<b>\n</b>",
                        "image/svg+xml": "<svg>\n</svg>",
                        "image/png": "aGVsbG8=\n",
                        "application/vnd.plotly.v1+json": {"data": [{"y": [1, 2.5, -3e-7, 0.1]}], "layout": {}},
                        "application/javascript": "1;\n2;",
                    },
                ),
                new_output("execute_result", data={"text/plain": "5"}, execution_count=3),
                new_output("error", ename="TypeError", evalue="no", traceback=["\x1b[31mno\x1b[0m", "at 1"]),
            ],
        ),
        new_code_cell("", id="c3"),
        new_markdown_cell("![p](attachment:p.png)", id="d4", attachments={"p.png": {"image/png": "aGVsbG8="}}),
    ],
)

with open(os.path.join(here, "nbgrader.json"), "w", encoding="utf-8") as out:
    frozen = {
        "made with": {"nbgrader": nbgrader.__version__, "nbformat": nbformat.__version__},
        "checksums": [{"cell": cell, "checksum": compute_checksum(cell)} for cell in checksums],
        "upgrades": [{"cell": cell, "metadata": upgraded(cell)} for cell in old],
    }
    json.dump(frozen, out, indent=1, ensure_ascii=False)
    out.write("\n")
nbformat.validate(notebook)
with open(os.path.join(here, "as-jupyter-writes.ipynb"), "w", encoding="utf-8", newline="") as out:
    nbformat.write(notebook, out)
