"""Writes `chat/src/wire.ts` from the models in `webhooks.wire`: `python -m webhooks.typescript [--check]`."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from webhooks import wire

TARGET: Final = Path(__file__).parent.parent / "chat" / "src" / "wire.ts"

HEADER: Final = "// Written by `python -m webhooks.typescript` from webhooks/wire.py; change that and run it again.\n"

ROOTS: Final[Mapping[str, Any]] = {
    "Me": wire.Me,
    "Page": wire.Page,
    "Problem": wire.Problem,
    "ChatFile": wire.ChatFile,
    "Zone": wire.Zone,
    "PushKey": wire.PushKey,
    "NewDevice": wire.NewDevice,
    "Registered": wire.Registered,
    "ClientEvent": wire.ClientEvent,
    "ServerEvent": wire.ServerEvent,
}
"""What the page asks for, answers with or hears; every model that these mention is written too."""

SCALARS: Final = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}

Schema = Mapping[str, Any]


def generate() -> str:
    """The whole of `wire.ts`; the same models give the same text."""
    schemas, shared = _schemas()
    declarations = {name: _declaration(name, schema) for name, schema in shared.items()}
    for name, schema in schemas.items():
        declarations.setdefault(name, _declaration(name, schema))
    return "\n".join([HEADER, *(declarations[name] for name in sorted(declarations))])


def _schemas() -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The JSON schema of each root, and the definitions that they refer to."""
    mode: JsonSchemaMode = "serialization"
    roots, defined = TypeAdapter.json_schemas([(name, mode, TypeAdapter(root)) for name, root in ROOTS.items()])
    return {name: schema for (name, _), schema in roots.items()}, defined["$defs"]


def _declaration(name: str, schema: Schema) -> str:
    """One exported type: an interface for a model, an alias for anything else."""
    comment = _comment(schema.get("description"))
    if schema.get("type") != "object":
        return f"{comment}export type {name} = {_type(schema)};\n"
    required = schema.get("required", [])
    fields = [
        f"  readonly {field}{'' if field in required else '?'}: {_type(inner)};\n"
        for field, inner in schema["properties"].items()
    ]
    return f"{comment}export interface {name} {{\n{''.join(fields)}}}\n"


def _comment(description: str | None) -> str:
    """A docstring as a JSDoc comment; nothing for none."""
    if not description:
        return ""
    lines = description.replace("*/", "* /").splitlines()
    if len(lines) == 1:
        return f"/** {lines[0]} */\n"
    return "".join(["/**\n", *(f" * {line}".rstrip() + "\n" for line in lines), " */\n"])


def _type(schema: Schema) -> str:
    """The TypeScript expression for one schema.

    Raises:
        TypeError: nothing here fits; better no file than a type that is looser than the model.
    """
    for keyword, expression in EXPRESSIONS.items():
        if keyword in schema:
            return expression(schema[keyword], schema)
    msg = f"no TypeScript for the schema {json.dumps(schema)}"
    raise TypeError(msg)


def _reference(target: str, _: Schema) -> str:
    return target.rpartition("/")[2]


def _literal(value: object, _: Schema) -> str:
    return json.dumps(value)


def _literals(values: list[object], _: Schema) -> str:
    return " | ".join(json.dumps(value) for value in values)


def _union(members: list[Schema], _: Schema) -> str:
    return " | ".join(_type(member) for member in members)


def _named(kind: str, schema: Schema) -> str:
    if kind == "array":
        return f"ReadonlyArray<{_type(schema['items'])}>"
    if kind not in SCALARS:
        msg = f"no TypeScript for the type {kind!r}"
        raise TypeError(msg)
    return SCALARS[kind]


EXPRESSIONS: Final[Mapping[str, Callable[[Any, Schema], str]]] = {
    "$ref": _reference,
    "const": _literal,
    "enum": _literals,
    "oneOf": _union,
    "anyOf": _union,
    "type": _named,
}
"""In order: the first keyword that a schema has decides; `type` stands beside `const` and `enum`, so it comes last."""


def main(arguments: list[str]) -> int:
    """Write the file, or with `--check` only say whether it is what would be written. 0 when all is well."""
    text = generate()
    if "--check" not in arguments:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("chat/src/wire.ts is not what webhooks/wire.py says: run python -m webhooks.typescript\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
