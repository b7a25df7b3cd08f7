"""The `{% blocktranslate %}` tag as Django has it, but that names within the sentence may be in any script; and the
`in_order` filter, for sentences that were put together elsewhere.

A name that is read from right to left would otherwise move the numbers and names beside it.
"""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template.base import FilterExpression, Parser, Token, TokenType
from django.templatetags.i18n import BlockTranslateNode, do_block_translate

from hometeam.ui.reading_order import HALF, apart, in_order

__all__ = ["ours", "sentence"]

register = template.Library()


class Apart:
    """What is filled in for one word of the sentence."""

    def __init__(self, expression: FilterExpression) -> None:
        self.expression = expression

    def resolve(self, context: template.Context) -> Any:
        """As it was, or, where it is read from the right, with the marks that keep it apart."""
        found = self.expression.resolve(context)
        return apart(found) if isinstance(found, str) else found


@register.tag("blocktranslate")
def sentence(parser: Parser, token: Token) -> BlockTranslateNode:
    """A sentence to translate, with what is filled in kept apart."""
    node = do_block_translate(parser, token)
    bare = {
        part.contents: parser.compile_filter(part.contents)
        for part in [*node.singular, *(node.plural or [])]
        if part.token_type == TokenType.VAR and part.contents != node.countervar
    }
    filled = {name: Apart(value) for name, value in (bare | node.extra_context).items()}
    node.extra_context = cast("dict[str, FilterExpression]", filled)
    return node


@register.filter("in_order", is_safe=True)
def ours(line: object, also: str = "") -> str:
    """A sentence of ours that is already put together; `in_order:"or theirs"` where it may be somebody's own words."""
    return in_order(str(line), least=HALF if also else 0.0)
