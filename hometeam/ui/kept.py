"""The `{% kept %}` tag: the parts of the page that are the same for everybody are drawn once in a process."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

__all__ = ["kept"]

register = template.Library()


class Kept(template.Node):
    """What stands between `{% kept %}` and `{% endkept %}`, once for each language."""

    def __init__(self, inside: template.NodeList) -> None:
        self.inside = inside
        self._drawn: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self._drawn:
            self._drawn[language] = self.inside.render(_without_variables(context))
        return self._drawn[language]


def _without_variables(context: Context) -> Any:
    """A context in which nobody is known, so that nothing of one reader can be shown to another."""
    empty = context.new()
    empty.template, empty.render_context = context.template, context.render_context
    return empty


@register.tag
def kept(parser: Parser, _token: Token) -> Kept:
    """Draw what follows once for each language and keep it. It sees no variables at all, not even the request."""
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(inside)
