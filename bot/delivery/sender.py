"""The only place that sends. Telegram's limits and refusals are known here."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.outgoing import Acknowledge, Edit, Keyboard, Outgoing, Send

log = logging.getLogger(__name__)

MAX_WAITS = 3
"""How often one message waits out "too many requests"; then the failure is reported."""

Sleep = Callable[[float], Awaitable[None]]
"""Waits some seconds."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Carries out what handlers asked for."""

    def __init__(self, bot: Bot, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._sleep = sleep

    async def carry_out(self, acts: Iterable[Outgoing]) -> None:
        """Do `acts` in order; a citizen who blocked the bot ends the row quietly."""
        for act in acts:
            try:
                await self._patiently(act)
            except Forbidden:
                log.info("not delivered: the citizen has blocked the bot or left")
                return

    async def _patiently(self, act: Outgoing) -> None:
        for _ in range(MAX_WAITS):
            try:
                return await self._do(act)
            except RetryAfter as refusal:
                wait = refusal.retry_after
                await self._sleep(wait if isinstance(wait, int) else wait.total_seconds())
        return await self._do(act)

    async def _do(self, act: Outgoing) -> None:
        match act:
            case Send():
                await self._bot.send_message(
                    act.chat_id,
                    act.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=_markup(act.keyboard),
                    link_preview_options=_NO_PREVIEW,
                    reply_parameters=_replying(act.reply_to),
                )
            case Edit():
                await self._edit(act)
            case Acknowledge():
                await self._acknowledge(act)

    async def _edit(self, act: Edit) -> None:
        try:
            await self._bot.edit_message_text(
                act.html,
                chat_id=act.chat_id,
                message_id=act.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(act.keyboard),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as refusal:
            if "not modified" in refusal.message:
                return  # it already says so
            # Deleted by the citizen, or too old to be edited: say it in a new message.
            await self._do(Send(act.chat_id, act.html, act.keyboard))

    async def _acknowledge(self, act: Acknowledge) -> None:
        try:
            await self._bot.answer_callback_query(act.callback_id)
        except BadRequest:
            log.debug("a button was tapped too long ago to be acknowledged")


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(key.label, callback_data=key.data) for key in row]
            for row in keyboard
        ]
    )


def _replying(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)
