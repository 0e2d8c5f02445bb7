"""Configuration: one YAML file, and the environment for secrets and addresses.

All mistakes are reported together. A secret in the file is a mistake.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from knowledge import source
from knowledge.model import Strict
from knowledge.problems import Problem

DEFAULT_FILE = "config.yaml"
TELEGRAM_API = "https://api.telegram.org"
DATABASES = ("sqlite:///", "postgresql://", "postgres://")


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
    forget_appointments_after_days: Annotated[int, Field(ge=1, le=180)] = 30
    """An appointment is erased so many days after its time."""
    staff_chat: int | None = None
    """Telegram chat that is told when a changed pack is refused, and when something is wrong."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    transport: Literal["aiohttp", "httpx"] = "aiohttp"
    """What carries requests to Telegram (docs/decisions/0008-delivery.md has the measurement)."""
    proxy: str | None = None
    """http:// or https:// address of a proxy; without one, HTTPS_PROXY is asked."""
    webhook_url: Annotated[str | None, Field(pattern=r"^https://[^/]+/.+$")] = None
    """Where a reverse proxy takes Telegram's updates; without it the bot polls."""
    http_host: str = "127.0.0.1"
    http_port: Annotated[int | None, Field(ge=0, le=65535)] = None
    """Of the bot's own HTTP server (webhook, /health, /ready, /metrics); None: no server."""
    metrics: bool = False
    """Serve /metrics for Prometheus."""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if (self.webhook_url or self.metrics) and self.http_port is None:
            raise ValueError("webhook_url and metrics need http_port: the port they are served on")
        return self


@dataclass(frozen=True, slots=True)
class Config:
    """The file and the environment together."""

    file: ConfigFile = field(default_factory=ConfigFile)
    token: str | None = field(default=None, repr=False)
    """The bot's token; None where the bot is only to chat in the terminal."""
    api_base_url: str = TELEGRAM_API
    """Root of the Bot API server, without a trailing slash."""
    database_url: str | None = field(default=None, repr=False)
    """None: a SQLite file under `data_dir`."""
    webhook_secret: str | None = field(default=None, repr=False)
    """Shared with Telegram; None makes one for each start."""
    cache_dir: Path | None = None
    """Where what can be made again is kept between starts; None keeps nothing."""


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
    if database_url and not database_url.startswith(DATABASES):
        problems.append("DATABASE_URL must be sqlite:///path/to/file.db or postgresql://...")
    if problems:
        raise ConfigError("\n".join(problems))
    secret = environ.get("TELEGRAM_WEBHOOK_SECRET") or None
    return Config(file, token, api, database_url, secret, _cache_dir(environ))


def _cache_dir(environ: Mapping[str, str]) -> Path | None:
    """Return our folder in the user's cache (XDG Base Directory Specification)."""
    home = environ.get("HOME")
    root = environ.get("XDG_CACHE_HOME") or (f"{home}/.cache" if home else None)
    return Path(root, "embassy-bot") if root and Path(root).is_absolute() else None


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
