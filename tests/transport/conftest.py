"""Each test of the contract is put to both transports."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.transport.base import Transport

from .support import BOTH, SHORT, token

Connect = Callable[..., Awaitable[Transport]]


@pytest.fixture
def secret() -> str:
    return token()


@pytest.fixture(params=BOTH)
async def connect(request: pytest.FixtureRequest) -> AsyncIterator[Connect]:
    """Opens a transport that looks at no proxies of this machine, and closes it afterwards."""
    opened: list[Transport] = []

    async def open_one(**settings: object) -> Transport:
        made: Transport = BOTH[request.param](
            **{"timeouts": SHORT, "trust_env": False, **settings}
        )
        await made.initialize()
        opened.append(made)
        return made

    yield open_one
    for one in opened:
        await one.shutdown()
