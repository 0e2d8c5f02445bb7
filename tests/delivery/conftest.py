"""A sender between a real store and the offline Telegram."""

from collections.abc import AsyncIterator

import pytest

from bot.local import Citizen
from tests.delivery.support import Post, open_post


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    async with open_post() as ready:
        yield ready


@pytest.fixture
async def ana(post: Post) -> Citizen:
    return await post.citizen()
