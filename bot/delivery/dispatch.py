"""Hands an update to its handler and learns what became of it."""

from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext


class Dispatch:
    """python-telegram-bot's dispatch, with the failures that it swallows raised again.

    `Application.process_update` gives a handler's exception to the error handlers and returns as
    if nothing had been. Ours is one that keeps it; it runs in the same task, before the return.
    """

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register with `application`, which need not be started."""
        self._application = application
        self._failures: dict[int, Exception] = {}
        application.add_error_handler(self._note)

    async def __call__(self, update: Update) -> None:
        """Let the first handler that fits answer; none may fit.

        Raises:
            Exception: whatever the handler raised.
        """
        await self._application.process_update(update)
        failure = self._failures.pop(update.update_id, None)
        if failure is not None:
            raise failure

    async def _note(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._failures[update.update_id] = context.error
