"""The bot's own page: its name, its descriptions, its menu of commands."""

import re

from bot.local.parameters import Parameters
from bot.local.wire import Json, bad_request
from bot.local.world import EVERYWHERE, World

LONGEST_COMMAND = 32
LONGEST_COMMAND_DESCRIPTION = 256
MOST_COMMANDS = 100
LONGEST = {"name": 64, "description": 512, "short_description": 120}
"""All counted in characters; from the Bot API (BotCommand, setMyCommands, setMyName, ...)."""

_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = (EVERYWHERE, "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def set_text(world: World, parameters: Parameters, *, kind: str) -> bool:
    """`setMyName`, `setMyDescription`, `setMyShortDescription`; empty text removes it."""
    text = parameters.text(kind)
    if len(text) > LONGEST[kind]:
        # That Telegram refuses is documented; these words are ours.
        raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
    world.profile[kind, _language(parameters)] = text
    return True


def get_text(world: World, parameters: Parameters, *, kind: str) -> Json:
    """`getMyName` and its siblings: the text for this language, or the one for everybody."""
    own = world.profile.get((kind, _language(parameters)))
    return {kind: own or world.profile.get((kind, ""), "")}


def set_commands(world: World, parameters: Parameters) -> bool:
    """`setMyCommands`: replaces the menu of one scope and language."""
    commands = parameters.json("commands", "commands") or []
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.menus[_menu(parameters)] = [_command(command) for command in commands]
    return True


def get_commands(world: World, parameters: Parameters) -> list[Json]:
    """`getMyCommands`: the menu of exactly this scope and language."""
    return world.menus.get(_menu(parameters), [])


def delete_commands(world: World, parameters: Parameters) -> bool:
    """`deleteMyCommands`."""
    world.menus.pop(_menu(parameters), None)
    return True


def _menu(parameters: Parameters) -> tuple[str, str]:
    return _scope(parameters), _language(parameters)


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(parameters: Parameters) -> str:
    scope = parameters.json("scope", "BotCommandScope") or {"type": EVERYWHERE}
    kind = scope.get("type")
    if kind in _SCOPES:
        return str(kind)
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return " ".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)


def _command(command: Json) -> Json:
    for name in ("command", "description"):
        if name not in command:
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    name, description = command["command"].removeprefix("/"), command["description"]
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > LONGEST_COMMAND:
        raise bad_request(f"command length must not exceed {LONGEST_COMMAND}")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_COMMAND_DESCRIPTION:
        raise bad_request(
            f"command description length must not exceed {LONGEST_COMMAND_DESCRIPTION}"
        )
    return {"command": name, "description": description}
