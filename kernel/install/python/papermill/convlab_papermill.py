"""Teaches papermill to write TypeScript: the cell that it puts behind the one tagged `parameters`.

papermill finds this module by its entry point (group papermill.engine) and so learns the language as a side effect; the
engine itself is papermill's own.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

LARGEST_SAFE = 2**53 - 1
DECLARATION = re.compile(
    r"^\s*(?:export\s+)?(?:const|let|var)\s+(?P<name>[A-Za-z_$][\w$]*)\s*"
    r"(?::\s*(?P<type>[^=]+?)\s*)?=\s*(?P<value>.+?)\s*;?\s*(?://\s*(?P<help>.*))?$"
)


class TypeScriptTranslator(Translator):
    """Parameters as `let` declarations: they replace those of the notebook, `const` or not."""

    @classmethod
    def translate_str(cls, val):
        # the two line ends that JSON allows in a string and older JavaScript does not
        return json.dumps(val, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    translate_escaped_str = translate_str

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_int(cls, val):
        return f"{val}n" if abs(val) > LARGEST_SAFE else str(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return repr(val)

    @classmethod
    def translate_dict(cls, val):
        # in brackets "__proto__" is a key like any other
        return "{ " + ", ".join(f"[{cls.translate_str(str(k))}]: {cls.translate(v)}" for k, v in val.items()) + " }"

    @classmethod
    def translate_list(cls, val):
        return "[" + ", ".join(cls.translate(v) for v in val) + "]"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        # The compiler sees the type of a value; of null and of an empty list it cannot.
        unknown = {"null": ": any", "[]": ": any[]"}.get(str_val, "")
        return f"let {name}{unknown} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        found = [DECLARATION.match(line) for line in parameters_cell["source"].splitlines()]
        return [
            Parameter(
                name=each["name"],
                inferred_type_name=each["type"] or "None",
                default=each["value"],
                help=each["help"] or "",
            )
            for each in found
            if each
        ]


for language in ("convlab", "typescript"):
    papermill_translators.register(language, TypeScriptTranslator)

Engine = NBClientEngine
