"""What only our own transport promises."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.transport import aiohttp_request
from bot.transport.aiohttp_request import AiohttpRequest
from bot.transport.errors import NotDelivered

from .support import SHORT, http, peer, saying


def test_in_another_event_loop_it_says_what_is_wrong() -> None:
    transport = AiohttpRequest(timeouts=SHORT, trust_env=False)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(transport.initialize())

    async def elsewhere() -> None:
        with pytest.raises(NetworkError, match="another event loop"):
            await transport.post("http://127.0.0.1:9/bot1:x/getMe")
        for act in (transport.initialize, transport.shutdown):
            with pytest.raises(RuntimeError, match="another event loop"):
                await act()

    asyncio.run(elsewhere())
    loop.run_until_complete(transport.shutdown())
    loop.close()
    asyncio.run(_once(transport))


async def _once(transport: AiohttpRequest) -> None:
    """Shut down where it was opened, it may be opened in another event loop."""
    async with peer() as server, transport:
        assert await transport.post(f"{server.url}/bot1:x/getMe") is True


async def test_an_answer_without_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiohttp_request, "LARGEST_ANSWER", 1000)
    answer = b'{"ok":true,"result":true}'
    async with peer() as server, AiohttpRequest(timeouts=SHORT, trust_env=False) as transport:
        server.reply = saying(http(answer + b" " * 976))
        with pytest.raises(NetworkError, match="larger than 1000 bytes"):
            await transport.post(f"{server.url}/bot1:x/getMe")
        server.reply = saying(http(answer + b" " * 975))
        assert await transport.post(f"{server.url}/bot1:x/getMe") is True


async def test_it_says_who_it_is_and_wants_no_compression() -> None:
    async with peer() as server, AiohttpRequest(timeouts=SHORT, trust_env=False) as transport:
        await transport.post(f"{server.url}/bot1:x/getMe")
    head = server.heads[0]
    assert head.startswith("POST /bot1:x/getMe HTTP/1.1\r\n")
    assert "User-Agent: python-telegram-bot" in head
    assert "Accept-Encoding: identity" in head
    assert "Content-Length: 0" in head


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A key and a certificate of this machine that nobody vouches for."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("this machine has no openssl to make a certificate with")
    key, file = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    words += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    words += ["-keyout", str(key), "-out", str(file)]
    subprocess.run([program, *words], check=True, capture_output=True)  # noqa: S603 - our own words
    return key, file


@asynccontextmanager
async def behind(key: Path, file: Path) -> AsyncIterator[str]:
    """A server that shows this certificate, and its address."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, key)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(http())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    certificate: tuple[Path, Path],
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate[1]))
    async with behind(*certificate) as url:
        async with AiohttpRequest(trust_env=False) as transport:
            with pytest.raises(NotDelivered, match="certificate"):
                await transport.post(f"{url}/bot1:x/getMe")
        async with AiohttpRequest(trust_env=False, tls=trusting) as transport:
            assert await transport.post(f"{url}/bot1:x/getMe") is True
