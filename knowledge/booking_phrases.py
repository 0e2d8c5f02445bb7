"""What the bot says about appointments: one field for each sentence the code can say.

Part of `phrases.yaml`, under `booking`; a post that takes no appointments in the chat has none.
"""

from typing import Annotated

from knowledge.model import Localized, Strict
from knowledge.takes import Takes


class BookingPhrases(Strict):
    """`booking` in `phrases.yaml`. A phrase ends without a full stop after `{when}` and times."""

    # What a form asks
    ask_service: Localized
    ask_day: Annotated[Localized, Takes("service")]
    ask_month: Annotated[Localized, Takes("service", "month")]
    ask_month_full: Annotated[Localized, Takes("service", "month")]
    """The month view of a month in which nothing is free."""
    ask_reading: Localized
    ask_time: Annotated[Localized, Takes("service", "date")]
    ask_person: Localized
    ask_confirm: Localized
    ask_move: Annotated[Localized, Takes("reference", "service", "person", "before", "after")]
    ask_cancel: Localized
    which: Localized
    which_to_move: Localized
    which_to_cancel: Localized

    # Beside a question
    time_free: Annotated[Localized, Takes("service", "when")]
    noted: Annotated[Localized, Takes("person")]
    """Beside a question, where the name has been given before it was asked."""
    kept: Annotated[Localized, Takes("duration")]
    """How much longer the chosen time is kept."""
    old_time_stays: Annotated[Localized, Takes("reference")]
    late_cancel: Annotated[Localized, Takes("hours")]
    """Cancelling this late is not refused; what it means."""

    # One appointment
    summary: Annotated[Localized, Takes("service", "when", "person")]
    heading: Annotated[Localized, Takes("reference")]
    be_early: Annotated[Localized, Takes("arrive", "early")]
    be_on_time: Annotated[Localized, Takes("arrive")]
    address: Localized
    """Where the visit is, as a calendar and a taxi driver need it."""
    where: Annotated[Localized, Takes("address")]
    visit: Annotated[Localized, Takes("late", "hours")]
    """The rules of the visit, a line each."""
    bring: Localized
    """Heads the service's own list."""

    # The files of an appointment
    calendar_title: Annotated[Localized, Takes("service", "post")]
    """Of the event in the citizen's calendar; names nobody."""
    calendar_cancelled: Annotated[Localized, Takes("title")]
    """The same, where a calendar adds a cancelled event instead of taking it out."""
    calendar_email: Localized
    """The post's address, which the calendar's standard asks for."""
    calendar_file: Annotated[Localized, Takes("reference")]
    calendar_file_moved: Annotated[Localized, Takes("reference")]
    calendar_file_cancelled: Annotated[Localized, Takes("reference")]
    """Not every calendar takes an event out by itself."""
    page_file: Annotated[Localized, Takes("reference")]
    page_title: Localized
    page_reference: Localized
    page_name: Localized
    page_by_hand: Localized
    """In place of a name in letters that the page cannot show."""
    page_where: Localized
    page_when: Annotated[Localized, Takes("date", "time", "zone")]
    page_rules: Localized
    """Heads the rules of the visit."""
    page_leave: Localized
    """What may not be brought in: whoever reads this in the queue cannot take it home."""
    page_contact: Localized
    page_made: Annotated[Localized, Takes("when")]
    """As of when, and that a moved appointment needs a new page."""

    # How a form ends
    booked: Annotated[Localized, Takes("reference")]
    moved: Annotated[Localized, Takes("reference", "before")]
    cancelled: Annotated[Localized, Takes("reference")]
    cancelled_late: Localized
    stopped: Localized
    still_stand: Localized
    """After `stopped`, where the citizen has appointments."""
    none: Localized
    none_ahead: Localized
    """None that is still ahead; the last one that was follows."""
    none_such: Localized
    """None that was meant, although there are others."""
    only_here: Localized
    """After both: which appointments can be seen here, and where to ask about others."""
    nothing_free: Annotated[Localized, Takes("service", "until")]
    mine: Localized
    stale: Localized
    """A tapped button of a form that is closed."""
    back_to: Localized
    """Before the question of a form, after the answer to something else."""

    # Before the appointment, of the bot's own accord
    remind_today: Localized
    remind_tomorrow: Localized
    remind_ahead: Annotated[Localized, Takes("days")]
    still_coming: Localized
    coming: Localized
    """The answer to "yes, I am coming"; the appointment follows."""

    # After its beginning
    begun: Annotated[Localized, Takes("reference", "late")]
    over: Annotated[Localized, Takes("reference")]
    """The appointment as it was follows."""
    over_then: Localized

    # The waiting list
    waiting: Annotated[Localized, Takes("place")]
    """Beside an appointment that is waited to be earlier."""
    waiting_new: Annotated[Localized, Takes("service", "place")]
    """Without an appointment."""
    wait_joined: Annotated[Localized, Takes("reference")]
    wait_joined_new: Annotated[Localized, Takes("service", "kept", "until")]
    wait_stopped: Localized
    wait_ended: Annotated[Localized, Takes("service")]
    """Said of the bot's own accord: after `wait_days`, or when the service is given no more."""
    offer_earlier: Annotated[Localized, Takes("service", "when", "person", "before", "reference")]
    offer_any: Annotated[Localized, Takes("service", "when")]
    """To somebody without an appointment."""
    offer_kept: Annotated[Localized, Takes("until")]
    offer_safe: Localized
    """The present appointment stays until the offer is taken."""
    offer_last: Localized
    offer_declined: Localized
    offer_declined_last: Localized
    offer_over: Localized

    # Why not
    no_hours: Annotated[Localized, Takes("date")]
    full: Annotated[Localized, Takes("days")]
    taken: Annotated[Localized, Takes("when")]
    no_such_time: Annotated[Localized, Takes("date", "time")]
    none_between: Annotated[Localized, Takes("days")]
    none_between_any_day: Localized
    none_ever_between: Annotated[Localized, Takes("first", "last")]
    """No appointment ever begins in that part of the day."""
    none_later: Annotated[Localized, Takes("time")]
    none_earlier: Annotated[Localized, Takes("time")]
    too_soon: Annotated[Localized, Takes("notice", "earliest")]
    too_far: Annotated[Localized, Takes("ahead", "last")]
    gone: Localized
    hold_over: Annotated[Localized, Takes("duration")]
    no_name: Localized
    unnamed: Localized
    """A person was spoken of ("my son"), but not by name."""
    one_person: Localized
    """Several people were spoken of."""
    short_name: Localized
    """One word was given as a full name; asked with the confirmation."""
    unreal: Localized
    """A day or a time that does not exist."""
    has_one: Annotated[Localized, Takes("reference", "service", "person", "when")]
    too_many: Annotated[Localized, Takes("most")]
    too_often: Annotated[Localized, Takes("most")]
    same_time: Annotated[Localized, Takes("reference", "when")]
    changed: Localized
    """The tapped button is older than what is to be confirmed."""
    unclear: Localized

    # Buttons
    button_book: Localized
    button_book_again: Localized
    button_look_again: Localized
    button_mine: Localized
    button_move: Localized
    button_move_instead: Localized
    button_cancel: Localized
    button_coming: Localized
    button_calendar: Localized
    button_page: Localized
    button_move_this: Annotated[Localized, Takes("reference")]
    button_cancel_this: Annotated[Localized, Takes("reference")]
    """Beside the buttons of a form that is open: which appointment they are about."""
    button_booking: Annotated[Localized, Takes("when", "service", "person")]
    button_one_left: Annotated[Localized, Takes("what")]
    button_few_left: Annotated[Localized, Takes("what", "count")]
    button_first_days: Localized
    button_later_days: Localized
    button_month: Localized
    button_list: Localized
    button_back: Localized
    button_another_day: Localized
    button_change_time: Localized
    button_change_name: Localized
    button_wait: Localized
    """Wait for a time on an earlier day."""
    button_wait_new: Localized
    """Wait for any time."""
    button_stop_waiting: Localized
    button_take: Localized
    button_decline: Localized
    button_stop_telling: Localized
    button_stop: Localized
    """Gives up a form in which nothing is booked yet."""
    button_keep: Localized
    """Gives up moving or cancelling."""
    button_confirm: Annotated[Localized, Takes("person", "service", "when")]
    button_confirm_move: Annotated[Localized, Takes("when")]
    button_confirm_cancel: Localized

    # What Telegram shows beside the chat
    command_book: Localized
    command_mine: Localized
    command_cancel: Localized
