"""Every test begins without pools of members in memory."""

from collections.abc import Iterator

import pytest

from hometeam.fit.queries import pools


@pytest.fixture(autouse=True)
def no_pools() -> Iterator[None]:
    pools.forget()
    yield
    pools.forget()
