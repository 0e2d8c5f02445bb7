"""The methods a bot speaks with: sends, edits, answers."""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus

from bot.local.keyboard import parse_keyboard
from bot.local.parameters import Parameters
from bot.local.people import Chat
from bot.local.tidy import caption_text, message_text
from bot.local.transcript import Document, Kind
from bot.local.wire import ApiError, Json, UnmodelledError, bad_request
from bot.local.world import Message, World, message_json

ANSWER_WITHIN = timedelta(seconds=15)
"""After a tap. The Bot API gives no number; users of it report between 10 and 20 seconds."""
LONGEST_TOAST = 200
"""Characters of the answer to a tap (Bot API, answerCallbackQuery)."""
LARGEST_FILE = 50 * 1024 * 1024
"""Bytes that a bot may send (Bot API, sendDocument)."""

_ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"}
    | {"upload_document", "choose_sticker", "find_location"}
    | {"record_video_note", "upload_video_note"}
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def send_message(world: World, parameters: Parameters) -> Json:
    """`sendMessage`."""
    text = message_text(parameters.text("text"), parameters.text("parse_mode"))
    message = replace(_new_message(world, parameters), text=text)
    world.keep(message)
    world.record("message", message.chat.id, message)
    return message_json(world, message)


def send_document(world: World, parameters: Parameters) -> Json:
    """`sendDocument`: an upload, or the `file_id` of an earlier one."""
    caption = caption_text(parameters.text("caption"), parameters.text("parse_mode"))
    document = _document(world, parameters)
    message = replace(_new_message(world, parameters), text=caption, document=document)
    world.keep(message)
    world.record("document", message.chat.id, message)
    return message_json(world, message)


def edit_message_text(world: World, parameters: Parameters) -> Json:
    """`editMessageText`; without `reply_markup` the buttons disappear, as they do in Telegram."""
    text = message_text(parameters.text("text"), parameters.text("parse_mode"))
    keyboard = parse_keyboard(parameters.text("reply_markup"))
    message = _message_to_edit(world, parameters)
    if message.document is not None:
        raise bad_request("there is no text in the message to edit")
    edited = replace(message, text=text, keyboard=keyboard)
    return _edit(world, message, edited)


def edit_message_reply_markup(world: World, parameters: Parameters) -> Json:
    """`editMessageReplyMarkup`."""
    keyboard = parse_keyboard(parameters.text("reply_markup"))
    message = _message_to_edit(world, parameters)
    return _edit(world, message, replace(message, keyboard=keyboard))


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """`answerCallbackQuery`: once, and soon."""
    tap = world.open_taps.get(parameters.text("callback_query_id"))
    if tap is None or world.now() - tap.at > ANSWER_WITHIN:
        raise bad_request(_TOO_OLD)
    words = parameters.text("text")
    if len(words) > LONGEST_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    del world.open_taps[tap.query_id]
    shown: Kind = "alert" if parameters.flag("show_alert") else "toast"
    world.record(shown if words else "answer", tap.chat_id, text=words)
    return True


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """`sendChatAction`: "typing ..." at the top of the chat."""
    if parameters.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.record("typing", _chat(world, parameters).id)
    return True


def _new_message(world: World, parameters: Parameters) -> Message:
    keyboard = parse_keyboard(parameters.text("reply_markup"))
    chat = _chat(world, parameters)
    reply_to = _reply_to(world, chat, parameters)
    return Message(
        chat,
        world.next_message_id(chat),
        world.bot,
        world.now(),
        keyboard=keyboard,
        reply_to=reply_to,
    )


def _chat(world: World, parameters: Parameters) -> Chat:
    """The chat to write to. Raises `ApiError` where the bot may not write."""
    if not parameters.text("chat_id"):
        raise bad_request("chat_id is empty")
    chat_id = parameters.integer("chat_id")
    if chat_id in world.blocked:
        raise ApiError(HTTPStatus.FORBIDDEN, "bot was blocked by the user")
    if chat_id in world.chats:
        return world.chats[chat_id]
    if chat_id in world.people:
        raise ApiError(HTTPStatus.FORBIDDEN, "bot can't initiate conversation with a user")
    raise bad_request("chat not found")


def _reply_to(world: World, chat: Chat, parameters: Parameters) -> int | None:
    reply = parameters.json("reply_parameters", "reply parameters")
    if not reply:
        return None
    if unknown := reply.keys() - {"message_id", "allow_sending_without_reply"}:
        raise UnmodelledError(f"reply_parameters with {', '.join(sorted(unknown))}")
    if reply["message_id"] in world.messages[chat.id]:
        return int(reply["message_id"])
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _document(world: World, parameters: Parameters) -> Document:
    upload = parameters.upload("document")
    if upload is None:
        return _known_document(world, parameters.text("document"))
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > LARGEST_FILE:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "")
    file_id = f"document-{len(world.documents) + 1}"
    document = Document(file_id, upload.filename, upload.content_type, upload.body)
    world.documents[file_id] = document
    return document


def _known_document(world: World, file_id: str) -> Document:
    if not file_id:
        raise bad_request("there is no document in the request")
    if file_id not in world.documents:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.documents[file_id]


def _message_to_edit(world: World, parameters: Parameters) -> Message:
    if not parameters.text("chat_id") and not parameters.text("message_id"):
        raise bad_request("message identifier is not specified")
    chat = _chat(world, parameters)
    message = world.messages[chat.id].get(parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != world.bot:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, edited: Message) -> Json:
    if message == edited:
        raise bad_request(_NOT_MODIFIED)
    edited = world.keep(replace(edited, edited_at=world.now()))
    same_words = message.text == edited.text
    world.record("keyboard" if same_words else "edit", edited.chat.id, edited)
    return message_json(world, edited)
