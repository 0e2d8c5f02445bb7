from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.model import Act, Meant, NoneMeant, ShowTopic, SpeakLanguage
from bot.outgoing import CALLBACK_BYTES
from handlers.buttons import decode, encode

ids = st.from_regex(r"[a-z][a-z0-9_]{1,39}", fullmatch=True)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(ShowTopic, ids),
    st.builds(Meant, ids),
    st.just(NoneMeant()),
    st.builds(SpeakLanguage, st.from_regex(r"[a-z]{2,3}", fullmatch=True)),
)


@given(acts)
def test_what_a_button_carries_is_read_back(act: Act) -> None:
    assert decode(encode(act)) == act
    assert len(encode(act).encode()) <= CALLBACK_BYTES


@given(st.text())
def test_anything_else_is_nobodys_button_or_harmless(data: str) -> None:
    act = decode(data)

    assert act is None or encode(act) == data
