"""What an exception came of."""

from collections.abc import Iterator


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception itself, what caused it or was in hand when it came, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
