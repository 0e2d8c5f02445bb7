"""Killed at any moment, the bot loses nothing, and says nothing twice that it could help."""

import sys
from pathlib import Path

from tests.crash.campaign import SEED, SOAK, Campaign, Scale
from tests.crash.child import Nursery

SCALE = Scale(200, 120, 60, 12) if SOAK else Scale(12, 16, 12, 4)
"""A soak has 720 questions, 240 bookings and 480 changes of them: some 2,500 updates."""


async def test_killed_at_any_moment_it_does_all_it_was_asked_once_and_says_nothing_untrue(
    cradle: Nursery, tmp_path: Path
) -> None:
    campaign = Campaign(cradle, tmp_path, SCALE)
    await campaign.run()
    sys.stdout.write(str(campaign))
    assert len(campaign.kills) >= SCALE.kills * 3 // 4
    assert campaign.trouble.count > len(campaign.kills)
    assert not campaign.wrong, f"seed {SEED}\n" + "\n".join(campaign.wrong)
