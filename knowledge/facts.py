"""The post's facts and how texts refer to them: `{phones.hotline}`, `{links.visas}`, ..."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from knowledge.model import Phone, PostFile

_REFERENCE = re.compile(r"\{([a-z0-9_]+(?:\.[a-z0-9_]+)+)\}")

KeyPath = tuple[str | int, ...]
Complain = Callable[[KeyPath, str], None]


class Facts:
    """Every fact by its dotted name, in each language of the post."""

    def __init__(
        self,
        post: PostFile,
        hours: Mapping[str, Mapping[str, str]],
        values: Mapping[str, str],
    ) -> None:
        """Gather the facts.

        Args:
            post: the facts file.
            hours: by channel of the calendar, its hours in words by language.
            values: what the configuration sets, by name of a setting.
        """
        self.languages = post.post.languages
        self._shared: dict[str, str] = {}
        self._local: dict[str, Mapping[str, str]] = {
            "post.name": post.post.name,
            "post.unit": post.post.unit,
        }
        for name, phone in post.phones.items():
            self._shared.update(_phone_forms(name, phone))
        self._shared.update({f"emails.{name}": email for name, email in post.emails.items()})
        self._shared.update({f"links.{name}": link for name, link in post.links.items()})
        self._local.update({f"places.{name}": place for name, place in post.places.items()})
        self._local.update({f"calendar.{name}": said for name, said in hours.items()})
        for name, setting in post.settings.items():
            value = values.get(name)
            self._local[f"settings.{name}"] = (
                setting.unset
                if value is None
                else {code: text.replace("{value}", value) for code, text in setting.set.items()}
            )

    def expand(self, data: Any, complain: Complain) -> Any:
        """Return `data` (parsed YAML) with every reference replaced.

        A text's language is the nearest language key above it. `complain` is called with the
        path of each reference that names no fact.
        """
        return self._expand(data, (), self.languages[0], complain)

    def _expand(self, node: Any, path: KeyPath, language: str, complain: Complain) -> Any:
        if isinstance(node, str):
            return self._text(node, path, language, complain)
        if isinstance(node, list):
            return [
                self._expand(item, (*path, at), language, complain) for at, item in enumerate(node)
            ]
        if isinstance(node, dict):
            return {
                key: self._expand(
                    value, (*path, key), key if key in self.languages else language, complain
                )
                for key, value in node.items()
            }
        return node

    def _text(self, text: str, path: KeyPath, language: str, complain: Complain) -> str:
        def replace(match: re.Match[str]) -> str:
            name = match[1]
            local = self._local.get(name, {}).get(language)
            found = local if local is not None else self._shared.get(name)
            if found is None:
                complain(path, f"{{{name}}} names no fact: add it to post.yaml or correct it")
                return match[0]
            return found

        return _REFERENCE.sub(replace, text)


def _phone_forms(name: str, phone: Phone) -> Iterator[tuple[str, str]]:
    yield f"phones.{name}", phone.shown
    if phone.local:
        yield f"phones.{name}.local", phone.local
    if phone.from_us:
        yield f"phones.{name}.from_us", phone.from_us
