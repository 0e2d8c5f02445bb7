from pathlib import Path

import pytest

from bot import config


def token() -> str:
    """Built at run time: nothing that looks like a token is kept in the project."""
    return f"{10**9 + 7}:" + "Ab3" * 12


def file_with(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return {"EMBASSY_BOT_CONFIG": str(path)}


def test_nothing_configured_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert config.load({}) == config.Config()


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    environ = file_with(tmp_path, "pakc: lima\nforget_after_days: 0\nlog_level: LOUD\n")
    environ |= {"TELEGRAM_API_BASE_URL": "api.example", "DATABASE_URL": "mysql://x"}

    with pytest.raises(config.ConfigError) as refused:
        config.load(environ)

    said = str(refused.value)
    assert "config.yaml:1: pakc: no such key; known: pack, " in said
    assert "config.yaml:2: forget_after_days" in said
    assert "config.yaml:3: log_level" in said
    assert "TELEGRAM_API_BASE_URL must start with https://" in said
    assert "DATABASE_URL must be" in said


def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    secret = token()
    with pytest.raises(config.ConfigError) as refused:
        config.load(file_with(tmp_path, f"token: '{secret}'\n"))

    assert "set TELEGRAM_BOT_TOKEN instead" in str(refused.value)
    assert secret not in str(refused.value)


def test_a_named_file_that_is_missing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="cannot be read"):
        config.load({"EMBASSY_BOT_CONFIG": str(tmp_path / "none.yaml")})


def test_the_token_may_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(token() + "\n")

    assert config.load({"TELEGRAM_BOT_TOKEN_FILE": str(path)}).token == token()


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"TELEGRAM_BOT_TOKEN": "1:a", "TELEGRAM_BOT_TOKEN_FILE": "x"}, "not both"),
        ({"TELEGRAM_BOT_TOKEN": "nonsense"}, "has no colon"),
        ({"TELEGRAM_BOT_TOKEN_FILE": "/no/such/file"}, "cannot be read"),
    ],
)
def test_an_unusable_token_is_explained(environ: dict[str, str], said: str) -> None:
    with pytest.raises(config.ConfigError, match=said):
        config.load(environ)


def test_the_token_is_not_in_what_is_printed_of_a_configuration() -> None:
    loaded = config.load({"TELEGRAM_BOT_TOKEN": token()})

    assert loaded.token == token()
    assert token() not in repr(loaded)
