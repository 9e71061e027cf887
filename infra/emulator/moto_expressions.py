"""How Moto reads expressions, without what it does over and over: what comes out is the same.

It walks the tree of an update expression ten times, asks of each node by way of abstract base classes what it is,
counts the clauses of the whole once more in each of its parts, and copies the tree as if it could be anything. And it
compiles the patterns of a condition's words anew for each word.
"""

from __future__ import annotations

from collections import deque
from copy import deepcopy
from functools import cache
from typing import Any

from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing import ast_nodes, expressions, validators

# These modules are not typed.
_Node: Any = ast_nodes.__dict__["Node"]
_Traverser: Any = ast_nodes.__dict__["DepthFirstTraverser"]
_Parser: Any = expressions.__dict__["UpdateExpressionParser"]
_count_all: Any = validators.ActionCountValidator.verify_action_counts
_lex: Any = ConditionExpressionParser._lex_condition_expression  # noqa: SLF001 - Moto has no seam for it


_is_one_of: Any = cache(issubclass)


def _walk(self: Any, node: Any, child_id: int = -1) -> Any:
    """Process a tree, its leaves first."""
    if not _is_one_of(type(node), _Node):
        return node
    parent = node.parent
    for number, child in enumerate(node.children or ()):
        self.pre_processing_of_child(node, number)
        _walk(self, child, number)
    if _is_one_of(type(node), _kinds(self)):
        node = self.process(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


def _kinds(self: Any) -> tuple[Any, ...]:
    known = vars(self)
    if "_kinds" not in known:
        known["_kinds"] = tuple(self._processing_map())
    kinds: tuple[Any, ...] = known["_kinds"]
    return kinds


def _copied(thing: Any) -> Any:
    return _copied_tree(thing, None) if _is_one_of(type(thing), _Node) else deepcopy(thing)


def _copied_tree(node: Any, parent: Any) -> Any:
    """Copy a tree as the parser makes it: of nodes, and of texts and numbers at its leaves."""
    made = object.__new__(type(node))
    vars(made).update(vars(node), parent=parent)
    if node.children is not None:
        made.children = [
            _copied_tree(child, made) if _is_one_of(type(child), _Node) else child for child in node.children
        ]
    return made


def _count_at_the_root(self: Any, node: Any) -> Any:
    # The parts of an expression have no more clauses of a kind than the whole.
    return _count_all(self, node) if node.parent is None else node


@cache
def _words(condition: str) -> tuple[Any, ...]:
    return tuple(_lex(ConditionExpressionParser(condition, None, None)))


def _lex_once(self: Any) -> deque[Any]:
    return deque(_words(self.condition_expression))


REPLACEMENTS: list[tuple[Any, str, Any]] = [
    (_Traverser, "traverse_node_recursively", _walk),
    # Its readers look at the tree, or take a copy to put values into.
    (_Parser, "make", staticmethod(cache(_Parser.make))),
    (validators, "deepcopy", _copied),
    (validators.ActionCountValidator, "verify_action_counts", _count_at_the_root),
    (ConditionExpressionParser, "_lex_condition_expression", _lex_once),
]
"""A module or class, the name of something in it, and what takes its place."""
