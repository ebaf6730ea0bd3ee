"""Where in a TOML file a key stands: the parser of the standard library does not say.

Used only once a mistake has been found, since it loads a parser of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Node

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys, and places in an array from 0."""


class TomlLines:
    """The lines of one file."""

    def __init__(self, data: bytes) -> None:
        import tree_sitter_toml
        from tree_sitter import Language, Parser

        tree = Parser(Language(tree_sitter_toml.language())).parse(data)
        self._lines: dict[Path, int] = {(): 1}
        for path, line in _document(tree.root_node):
            self._lines.setdefault(path, line)

    def line(self, path: Path) -> int:
        """Give the line, from 1, of a value, or of the nearest thing around it that is there."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]


def _document(root: Node) -> Iterator[tuple[Path, int]]:
    counts: Counter[Path] = Counter()
    for node in root.named_children:
        if node.type == "pair":
            yield from _pair(node, ())
        elif node.type in {"table", "table_array_element"}:
            path = _resolved(_keys(node.named_children[0]), counts)
            if node.type == "table_array_element":
                counts[path] += 1
                path = (*path, counts[path] - 1)
            yield path, _line(node)
            for pair in node.named_children[1:]:
                if pair.type == "pair":
                    yield from _pair(pair, path)


def _resolved(keys: Path, counts: Counter[Path]) -> Path:
    """Put the place of its last element behind every key but the last that names an array."""
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if counts[path]:
            path = (*path, counts[path] - 1)
    return (*path, *keys[-1:])


def _pair(pair: Node, outer: Path) -> Iterator[tuple[Path, int]]:
    if len(pair.named_children) < 2:
        return
    # What may follow as a third is a comment.
    key, value = pair.named_children[:2]
    path = outer
    for name in _keys(key):
        path = (*path, name)
        yield path, _line(key)
    yield from _value(value, path)


def _value(value: Node, path: Path) -> Iterator[tuple[Path, int]]:
    if value.type == "inline_table":
        for pair in value.named_children:
            if pair.type == "pair":
                yield from _pair(pair, path)
    elif value.type == "array":
        items = [item for item in value.named_children if item.type != "comment"]
        for place, item in enumerate(items):
            yield (*path, place), _line(item)
            yield from _value(item, (*path, place))


def _keys(node: Node) -> Path:
    if node.type == "dotted_key":
        return tuple(key for child in node.named_children for key in _keys(child))
    text = (node.text or b"").decode()
    return (text[1:-1],) if node.type == "quoted_key" else (text,)


def _line(node: Node) -> int:
    return node.start_point.row + 1
