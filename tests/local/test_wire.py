"""Both transports write the same bytes, and the server reads them back."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InputFile
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.local import LocalTelegram
from bot.local.request import encode
from bot.local.wire import ApiError, Call, decode

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def sent(url: str, data: RequestData | None) -> Call:
    return decode(url, *encode(data))


def parameters(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(k, v) for k, v in values.items()])


def test_the_address_names_token_and_method() -> None:
    assert sent("https://host:81/prefix/bot1:x/getMe", None) == Call("1:x", "getMe")
    assert sent("/bot1%3Ax/getMe?offset=3", None) == Call("1:x", "getMe", {"offset": "3"})


def test_an_address_of_another_form_is_no_call() -> None:
    for url in ("/", "/bot1:x", "/file/bot1:x/photos/1.jpg", "/x/getMe"):
        assert decode(url, "", b"") == Call("", "")


@given(TEXT, st.integers(), st.booleans(), st.lists(TEXT))
def test_parameters_survive_the_form(text: str, number: int, yes: bool, items: list[str]) -> None:
    call = sent("/bot1:x/m", parameters(text=text, number=number, yes=yes, items=items))
    assert call.parameters == {
        "text": text,
        "number": str(number),
        "yes": json.dumps(yes),
        "items": json.dumps(items),
    }


@given(TEXT, st.binary(), st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_files_survive_the_multipart_body(text: str, body: bytes, name: str) -> None:
    # python-telegram-bot keeps only the last part of a path.
    name = name.replace("/", "_").replace("%22", "_")
    file = InputFile(body, filename=f"{name}.ics")
    call = sent("/bot1:x/m", parameters(text=text, document=file))
    assert call.parameters == {"text": text}
    (upload,) = call.files.values()
    assert upload.body == body
    assert upload.filename == file.filename
    assert upload.content_type == file.mimetype


def test_open_files_and_attachments_are_read() -> None:
    file = InputFile(io.BytesIO(b"x"), filename="x.txt", attach=True, read_file_handle=False)
    call = sent("/bot1:x/m", parameters(document=file))
    (name,) = call.files
    assert call.parameters == {"document": f"attach://{name}"}
    assert call.files[name].body == b"x"


def test_json_bodies_are_read() -> None:
    body = json.dumps({"chat_id": 7, "text": "ñ", "reply_markup": {"inline_keyboard": []}})
    call = decode("/bot1:x/m", "application/json; charset=utf-8", body.encode())
    assert call.parameters == {
        "chat_id": "7",
        "text": "ñ",
        "reply_markup": '{"inline_keyboard": []}',
    }


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: a/b\r\n\r\n1\r\n--x--\r\n"),
    ],
)
def test_a_broken_multipart_body_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(ApiError, match="Bad Request"):
        decode("/bot1:x/m", content_type, body)


async def test_a_broken_request_is_answered(telegram: LocalTelegram) -> None:
    answer = await telegram.exchange("/bot1:x/m", "multipart/form-data", b"")
    assert getattr(answer, "status", None) == 400
