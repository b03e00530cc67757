"""Statements and comments in a column: one statement after the other, as the author grouped them.

Blank lines stay, runs of them as one. A comment stays before the statement that it preceded or behind
the one that it followed; one that stood inside a statement moves before it.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dutyrules.syntax import tree
from dutyrules.syntax.source import Source, Span
from dutyrules.syntax.tokens import Comment

_INDENT = "  "


@attrs.define
class _Block:
    """A statement with the comment behind it, or a comment that has its line to itself."""

    span: Span
    text: str
    is_comment: bool
    indent: str = ""
    follows_blank: bool = False


def laid_out(
    source: Source, statements: Sequence[tree.Statement], texts: Sequence[str], comments: Sequence[Comment]
) -> str:
    """The file that `texts`, the statements of `source` anew, make with its comments.

    Shapes: `texts` is aligned with `statements`.
    """
    blocks = [
        _Block(s.span, text, is_comment=False, indent=_INDENT if isinstance(s, tree.Item) else "")
        for s, text in zip(statements, texts, strict=True)
    ]
    for comment in comments:
        _place(source, blocks, comment)
    _mark_blank_lines(source, blocks)
    _indent_comments(blocks)
    lines = [line for block in blocks for line in _lines(block)]
    return "".join(f"{line}\n" for line in lines).lstrip("\n")


def _place(source: Source, blocks: list[_Block], comment: Comment) -> None:
    """Puts the comment behind the statement that ends on its line, or in a block of its own."""
    at = sum(block.span.start <= comment.span.start for block in blocks)
    if at and not comment.own_line:
        before = blocks[at - 1]
        is_behind = before.span.end <= comment.span.start
        if is_behind and source.line_of(before.span.end - 1) == source.line_of(comment.span.start):
            before.text += f"  {comment.text}"
            before.span = before.span.to(comment.span)
            return
    span = comment.span
    if at and blocks[at - 1].span.end > comment.span.start:
        at -= 1
        span = Span(blocks[at].span.start, blocks[at].span.start)
    blocks.insert(at, _Block(span, comment.text, is_comment=True))


def _mark_blank_lines(source: Source, blocks: list[_Block]) -> None:
    end = 0
    for block in blocks:
        block.follows_blank = source.text.count("\n", end, max(end, block.span.start)) > 1
        end = max(end, block.span.end)


def _indent_comments(blocks: list[_Block]) -> None:
    indent = ""
    for block in reversed(blocks):
        if block.is_comment:
            block.indent = indent
        indent = block.indent


def _lines(block: _Block) -> list[str]:
    first = [""] if block.follows_blank else []
    return [*first, *(f"{block.indent}{line}" for line in block.text.split("\n"))]
