"""Which methods of the Bot API are imitated, and which parameters of each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from bot.local import profile, speaking
from bot.local.parameters import Parameters
from bot.local.wire import ApiError, Json, bad_request
from bot.local.world import World

Run = Callable[[World, Parameters], object | Awaitable[object]]


@dataclass(frozen=True)
class Method:
    """A method, and the parameters it knows; any other is refused."""

    run: Run
    takes: frozenset[str]


def _method(run: Run, takes: str = "") -> Method:
    return Method(run, frozenset(takes.split()))


def get_me(world: World, _: Parameters) -> Json:
    """`getMe`."""
    return {
        **world.bot.as_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_group_messages,
        "supports_inline_queries": False,
    }


async def get_updates(world: World, parameters: Parameters) -> list[Json]:
    """`getUpdates`: long polling."""
    if world.webhook:
        raise ApiError(
            HTTPStatus.CONFLICT,
            "can't use getUpdates method while webhook is active;"
            " use deleteWebhook to delete the webhook first",
        )
    _allow(world, parameters)
    return await world.updates.get(
        parameters.integer("offset"),
        parameters.integer("limit", 100),
        parameters.integer("timeout"),
    )


def set_webhook(world: World, parameters: Parameters) -> bool:
    """`setWebhook`: noted, and polling ends; nothing is ever posted to the address."""
    url = parameters.text("url")
    if not url:
        return delete_webhook(world, parameters)
    if not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    world.updates.interrupt("terminated by setWebhook request")
    _allow(world, parameters)
    return _webhook(world, parameters, url)


def delete_webhook(world: World, parameters: Parameters) -> bool:
    """`deleteWebhook`."""
    return _webhook(world, parameters, "")


def _webhook(world: World, parameters: Parameters, url: str) -> bool:
    if parameters.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = url
    world.webhook_secret = parameters.text("secret_token")
    return True


def get_webhook_info(world: World, _: Parameters) -> Json:
    """`getWebhookInfo`."""
    info: Json = {
        "url": world.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if world.updates.allowed:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def _allow(world: World, parameters: Parameters) -> None:
    """An absent list leaves things as they were; an empty one means Telegram's default."""
    kinds = parameters.json("allowed_updates", "allowed_updates")
    if kinds is not None:
        world.updates.allowed = frozenset(kinds)


def _setter(kind: str) -> Method:
    return _method(partial(profile.set_text, kind=kind), f"{kind} language_code")


def _getter(kind: str) -> Method:
    return _method(partial(profile.get_text, kind=kind), "language_code")


_NEW = "chat_id disable_notification protect_content reply_parameters reply_markup parse_mode "
_EDIT = "chat_id message_id reply_markup "

METHODS: dict[str, Method] = {
    "getme": _method(get_me),
    "getupdates": _method(get_updates, "offset limit timeout allowed_updates"),
    "setwebhook": _method(
        set_webhook,
        "url secret_token allowed_updates max_connections drop_pending_updates ip_address",
    ),
    "deletewebhook": _method(delete_webhook, "drop_pending_updates"),
    "getwebhookinfo": _method(get_webhook_info),
    "sendmessage": _method(speaking.send_message, _NEW + "text link_preview_options"),
    "senddocument": _method(
        speaking.send_document, _NEW + "document caption disable_content_type_detection"
    ),
    "editmessagetext": _method(
        speaking.edit_message_text, _EDIT + "text parse_mode link_preview_options"
    ),
    "editmessagereplymarkup": _method(speaking.edit_message_reply_markup, _EDIT),
    "answercallbackquery": _method(
        speaking.answer_callback_query, "callback_query_id text show_alert cache_time"
    ),
    "sendchataction": _method(speaking.send_chat_action, "chat_id action"),
    "setmycommands": _method(profile.set_commands, "commands scope language_code"),
    "getmycommands": _method(profile.get_commands, "scope language_code"),
    "deletemycommands": _method(profile.delete_commands, "scope language_code"),
    "setmyname": _setter("name"),
    "getmyname": _getter("name"),
    "setmydescription": _setter("description"),
    "getmydescription": _getter("description"),
    "setmyshortdescription": _setter("short_description"),
    "getmyshortdescription": _getter("short_description"),
}
"""By lower-case name: the real server does not mind capitals either."""
