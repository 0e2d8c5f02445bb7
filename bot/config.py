"""Configuration: one YAML file, and the environment for secrets and addresses.

All mistakes are reported together. A secret in the file is a mistake.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from knowledge import source
from knowledge.model import Strict
from knowledge.problems import Problem

DEFAULT_FILE = "config.yaml"
TELEGRAM_API = "https://api.telegram.org"


class ConfigError(Exception):
    """The configuration cannot be used; the text lists every mistake."""


class ConfigFile(Strict):
    """`config.yaml`: every key is optional."""

    pack: str = "lima"
    """A shipped pack's name, or the path of a folder with a pack of your own."""
    post_settings: dict[str, str] = Field(default_factory=dict)
    """Values for the pack's `settings`."""
    data_dir: Path = Path("data")
    """Where the database file is kept; made when missing."""
    forget_after_days: Annotated[int, Field(ge=1, le=180)] = 30
    """What is remembered of a citizen is erased after so many days without a message."""
    staff_chat: int | None = None
    """Telegram chat that is told when a changed pack is refused."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


@dataclass(frozen=True, slots=True)
class Config:
    """The file and the environment together."""

    file: ConfigFile = field(default_factory=ConfigFile)
    token: str | None = field(default=None, repr=False)
    """The bot's token; None where the bot is only to chat in the terminal."""
    api_base_url: str = TELEGRAM_API
    """Root of the Bot API server, without a trailing slash."""
    database_url: str | None = None
    """None: a SQLite file under `data_dir`."""


def load(environ: Mapping[str, str]) -> Config:
    """Read the configuration.

    Args:
        environ: the process's environment; `EMBASSY_BOT_CONFIG` names the file.

    Raises:
        ConfigError: with every mistake found.
    """
    file, problems = _read_file(environ)
    token, token_problems = _read_token(environ)
    problems += token_problems
    api = environ.get("TELEGRAM_API_BASE_URL", TELEGRAM_API).rstrip("/")
    if not api.startswith(("https://", "http://")):
        problems.append("TELEGRAM_API_BASE_URL must start with https:// (or http:// on a LAN)")
    database_url = environ.get("DATABASE_URL") or None
    if database_url and not database_url.startswith("sqlite:///"):
        problems.append("DATABASE_URL must be sqlite:///path/to/file.db")
    if problems:
        raise ConfigError("\n".join(problems))
    return Config(file, token, api, database_url)


def _read_file(environ: Mapping[str, str]) -> tuple[ConfigFile, list[str]]:
    named = environ.get("EMBASSY_BOT_CONFIG")
    path = Path(named or DEFAULT_FILE)
    if not named and not path.exists():
        return ConfigFile(), []
    found = source.read(path, str(path))
    problems = [str(problem) for problem in found.problems]
    if found.data is None:
        return ConfigFile(), problems
    try:
        return ConfigFile.model_validate(found.data), problems
    except ValidationError as error:
        return ConfigFile(), problems + [str(one) for one in _mistakes(found, error)]


def _mistakes(found: source.Source, error: ValidationError) -> Iterator[Problem]:
    for mistake in error.errors():
        key = str(mistake["loc"][-1]) if mistake["loc"] else "file"
        if mistake["type"] == "extra_forbidden" and "token" in key.lower():
            what = "a token never stands in a file that is shared: set TELEGRAM_BOT_TOKEN instead"
        elif mistake["type"] == "extra_forbidden":
            what = f"no such key; known: {', '.join(ConfigFile.model_fields)}"
        else:
            what = mistake["msg"]
        yield found.problem(mistake["loc"], what, key)


def _read_token(environ: Mapping[str, str]) -> tuple[str | None, list[str]]:
    token, file = environ.get("TELEGRAM_BOT_TOKEN"), environ.get("TELEGRAM_BOT_TOKEN_FILE")
    if token and file:
        return None, ["set TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE, not both"]
    if file:
        try:
            token = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None, [f"TELEGRAM_BOT_TOKEN_FILE: {file} cannot be read: check the path"]
        if not token:
            return None, [f"TELEGRAM_BOT_TOKEN_FILE: {file} is empty: put the token in it"]
    token = (token or "").strip() or None
    if token and ":" not in token:
        return None, ["the bot token has no colon: copy it whole from @BotFather"]
    return token, []
