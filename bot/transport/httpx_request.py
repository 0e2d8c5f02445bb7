"""python-telegram-bot's own transport, kept to the same contract."""

from collections.abc import Callable

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from bot.transport.base import POOL_SIZE, Timeouts, Transport
from bot.transport.errors import NotDelivered, NotDeliveredInTime

_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class HttpxRequest(Transport):
    """The reference that has served many bots for years; also speaks SOCKS and HTTP/2."""

    def __init__(
        self,
        *,
        timeouts: Timeouts | None = None,
        pool_size: int = POOL_SIZE,
        proxy: str | None = None,
        trust_env: bool = True,
        heard: Callable[[], None] | None = None,
    ) -> None:
        """Prepare; the arguments mean what they mean to `AiohttpRequest`."""
        super().__init__(timeouts or Timeouts(), heard)
        self._inner = HTTPXRequest(pool_size, proxy=proxy, httpx_kwargs={"trust_env": trust_env})
        self._open = False

    async def initialize(self) -> None:
        """Open; open already, change nothing."""
        await self._inner.initialize()
        self._open = True

    async def shutdown(self) -> None:
        """Close; closed already, change nothing."""
        self._open = False
        await self._inner.shutdown()

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, timeouts: Timeouts
    ) -> tuple[int, bytes]:
        if not self._open:
            raise RuntimeError("this HttpxRequest is not initialized: call initialize() first")
        try:
            return await self._inner.do_request(
                url,
                method,
                data,
                read_timeout=timeouts.read,
                write_timeout=timeouts.write,
                connect_timeout=timeouts.connect,
                pool_timeout=timeouts.pool,
            )
        except Exception as error:  # their texts may hold the address: none may pass
            failure = _translated(error)
        raise failure  # here, where the library's error is no longer its context


def _translated(error: Exception) -> NetworkError:
    """The failure in our words."""
    cause = error.__cause__ or error
    words = f"httpx.{type(cause).__name__}"
    match isinstance(cause, _BEFORE_SENDING), isinstance(error, TimedOut):
        case True, True:
            return NotDeliveredInTime(words)
        case True, False:
            return NotDelivered(words)
        case False, True:
            return TimedOut(words)
        case _:
            return NetworkError(words)
