"""Says in words why a message was understood as it was, for the pack's editors."""

from knowledge.search import Verdict

MOST_REASONS = 8


def explained(verdict: Verdict) -> str:
    """Return a few lines on one verdict: what was read, what counted, what else it could be."""
    why = verdict.explain()
    lines = [
        f"“{verdict.text}”: {verdict.decision} {verdict.label or ''}".rstrip(),
        f"  chance {why.chance:.2f}; answered from {why.thresholds.answer:.2f}, "
        f"offered from {why.thresholds.suggest:.2f}",
        f"  read as: {' '.join(why.tokens)}",
    ]
    if why.corrected:
        pairs = (f"{typed} → {meant}" for typed, meant in why.corrected.items())
        lines.append(f"  corrected: {', '.join(pairs)}")
    if why.left_out:
        lines.append(f"  left out: {' '.join(why.left_out)}")
    counted = (f"{name} {value:+.2f}" for name, value in why.reasons[:MOST_REASONS])
    lines.append(f"  counted: {', '.join(counted)}")
    others = (
        f"{one.label}{' (no answer)' * one.outside} {one.score:+.2f}" for one in why.candidates
    )
    lines.append(f"  candidates: {', '.join(others)}")
    return "\n".join(lines)
