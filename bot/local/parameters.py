"""The parameters of a call, read as leniently as the Bot API server reads them."""

import json
import re
from typing import Any

from bot.local.wire import Call, Upload, bad_request

_LEADING_INTEGER = re.compile(r"\s*(-?\d+)")
_TRUE = ("true", "yes", "1")
_ATTACHED = "attach://"


class Parameters:
    """Typed access to what a bot sent."""

    def __init__(self, call: Call) -> None:
        """Wrap the parameters of this call."""
        self._call = call

    def text(self, name: str) -> str:
        """The value as it was sent; empty where it was not."""
        return self._call.parameters.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """The number at the beginning of the value; 0 where there is none."""
        if not self.text(name):
            return default
        match = _LEADING_INTEGER.match(self.text(name))
        return int(match[1]) if match else 0

    def flag(self, name: str) -> bool:
        """Whether the value says yes."""
        return self.text(name).strip().lower() in _TRUE

    def json(self, name: str, what: str) -> Any:
        """The value read as JSON; None where it was not sent. `what` names it in the refusal."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file sent under this name, directly or by `attach://`."""
        attached = self.text(name)
        if attached.startswith(_ATTACHED):
            name = attached.removeprefix(_ATTACHED)
        return self._call.files.get(name)
