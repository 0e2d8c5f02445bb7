"""Does one act in Telegram, and says what came of it."""

from dataclasses import replace
from typing import assert_never

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import ChatMigrated

from bot.delivery.faults import Delivered, Refused, Verdict, verdict
from bot.outgoing import Acknowledge, Edit, Keyboard, Outgoing, Send, SendFile

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Carrier:
    """The only place that speaks to citizens."""

    def __init__(self, bot: Bot) -> None:
        """Speak as `bot`."""
        self._bot = bot

    async def carry(self, act: Outgoing) -> Verdict:
        """Try `act` once. Never raises but when cancelled."""
        try:
            await self._do(act)
        except ChatMigrated as moved:
            if isinstance(act, Acknowledge) or act.chat_id == moved.new_chat_id:
                return Refused("the group has become another")
            return await self.carry(replace(act, chat_id=moved.new_chat_id))
        except Exception as error:  # judged, none is lost
            judged = verdict(error, idempotent=isinstance(act, Edit))
        else:
            return Delivered()
        if isinstance(act, Edit) and isinstance(judged, Refused):
            # Deleted by the citizen, or too old to be edited: say it in a new message.
            return await self.carry(Send(act.chat_id, act.html, act.keyboard))
        return judged

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
                await self._bot.edit_message_text(
                    act.html,
                    chat_id=act.chat_id,
                    message_id=act.message_id,
                    parse_mode=ParseMode.HTML,
                    reply_markup=_markup(act.keyboard),
                    link_preview_options=_NO_PREVIEW,
                )
            case SendFile():
                await self._bot.send_document(
                    act.chat_id,
                    InputFile(act.content, filename=act.name),
                    caption=act.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=_markup(act.keyboard),
                )
            case Acknowledge():
                await self._bot.answer_callback_query(act.callback_id)
            case _:
                assert_never(act)


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
