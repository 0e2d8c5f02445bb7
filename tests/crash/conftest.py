"""One nursery for each test process."""

from collections.abc import Iterator

import pytest

from tests.crash.child import Nursery, nursery


@pytest.fixture(scope="session")
def cradle() -> Iterator[Nursery]:
    with nursery() as running:
        yield running
