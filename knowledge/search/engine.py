"""The search: what a message is about, how sure that is, and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from knowledge.search.clauses import Clauses, Denied, Words
from knowledge.search.concepts import ConceptFile, Lexicon
from knowledge.search.explain import reasons
from knowledge.search.features import Reader
from knowledge.search.index import Classes, Index, Reading
from knowledge.search.model import Candidate, Decision, Example, Explanation, Thresholds, Verdict
from knowledge.search.ordinary import ordinary_words
from knowledge.search.shelf import Shelf
from knowledge.search.spelling import Corrector
from knowledge.search.training import Phrasing, train
from knowledge.text import tokens

MOST_WORDS = 80
"""Words read of one stretch of text, three times the longest labelled message. What comes later
in a longer message is still seen by `needs`, clause by clause."""

MOST_TOPICS, MOST_OUTSIDE = 4, 2
"""Candidates kept of each kind."""

MOST_PLAUSIBLE = 3
"""A clause may only speak for a reading that is among the best of the whole message."""

NOTHING_NEAR = -0.85
"""Margin of the best reading below which none is offered: all machines say so of a bare name. Of
1,900 labelled messages with an answer, the right topic was offered below it to none."""

PLAUSIBLE = -0.6
"""Margin in the whole message from which a clause may speak for a reading."""

MOST_NEEDS = 2
"""Answers to one message; more would bury the first."""


class Search:
    """Matches messages with the labels of the examples it has learned. Deterministic."""

    def __init__(
        self,
        examples: Sequence[Example],
        outside: Sequence[Example],
        words: ConceptFile,
        courtesies: Collection[str],
        shelf: Shelf | None,
    ) -> None:
        self._classes = Classes(_names(examples), _names(outside))
        lexicon = Lexicon(words.concepts)
        self._lexicon = lexicon
        self._courtesies = frozenset(courtesies)
        self._clauses = Clauses(words)
        documents = [_read(one.text) for one in (*examples, *outside)]
        self._corrector = Corrector(
            Counter(word for document in documents for word in document),
            ordinary=ordinary_words() | lexicon.words,
            protected=frozenset(word for term in words.key_terms for word in tokens(term)),
        )
        self._reader = Reader(lexicon)
        numbers = self._classes.numbers(
            (one.label for one in examples), (one.label for one in outside)
        )

        def learned() -> Index:
            rows = zip(documents, numbers, strict=True)
            read = self._reader.features
            phrasings = [Phrasing(read(row), len(row), number) for row, number in rows]
            return train(phrasings, self._classes)

        if shelf is None:
            self._index = learned()
        else:
            made_of = repr((documents, numbers, self._classes)), words.model_dump_json()
            self._index = shelf.fetch(made_of, learned)

    @classmethod
    def learn(
        cls,
        examples: Iterable[Example],
        outside: Iterable[Example] = (),
        *,
        words: ConceptFile | None = None,
        courtesies: Collection[str] = (),
        shelf: Shelf | None = None,
    ) -> "Search":
        """Learn from phrasings, and calibrate the thresholds on a held-out quarter of them.

        Args:
            examples: what people type, labelled with topics.
            outside: what people type, labelled with groups that have no answer.
            words: what the pack's author knows about words.
            courtesies: topics that are no need beside another need: greetings, thanks.
            shelf: keeps what is learned for the next start; None learns each time.

        Raises:
            ValueError: without any example.
        """
        asked = tuple(examples)
        if not asked:
            raise ValueError("a search needs at least one example to learn from")
        return cls(asked, tuple(outside), words or ConceptFile(), courtesies, shelf)

    @property
    def thresholds(self) -> Thresholds:
        """The chances from which topics are answered, or offered."""
        return self._index.thresholds

    def query(self, text: str) -> Verdict:
        """Return what `text` is about, read as one need. Never raises."""
        words = _read(text)
        rest = self._clauses.without_courtesy(words)
        whole = self._judge(text, rest, _difference(words, rest))
        if rest != words and (whole.decision == "abstain" or self._is_courtesy(whole)):
            whole = self._judge(text, words, ())
        denied = self._clauses.deny(text)
        return self._respect(denied, whole) if denied else whole

    def needs(self, text: str) -> list[Verdict]:
        """Return what `text` asks for: one verdict, or two where two clauses are each clear."""
        whole = self.query(text)
        clauses = self._clauses.split(text)
        if len(clauses) < 2:
            return [whole]
        best = whole.candidates[0]
        plausible = [
            one.label
            for one in whole.candidates[:MOST_PLAUSIBLE]
            if one.score >= min(PLAUSIBLE, best.score)
        ]
        denied = self._clauses.deny(text)
        clear: dict[str, Verdict] = {}
        for clause in clauses:
            if denied and set(clause) <= set(denied.denied):
                continue
            found = self.query(" ".join(clause))
            if found.label in plausible and self._is_need(found):
                clear.setdefault(str(found.label), found)
        if len(clear) > 1 or (clear and whole.label in self._courtesies):
            return list(clear.values())[:MOST_NEEDS]
        return [clear.get(plausible[0], whole)]

    def _is_courtesy(self, found: Verdict) -> bool:
        return found.candidates[0].label in self._courtesies

    def _is_need(self, found: Verdict) -> bool:
        return found.decision == "answer" and found.label not in self._courtesies

    def _respect(self, denied: Denied, whole: Verdict) -> Verdict:
        """Prefer what the person goes on to say; never do at once what they refuse."""
        meant = self._clauses.without_courtesy(denied.meant[:MOST_WORDS])
        positive = self._judge(whole.text, meant, denied.denied) if meant else None
        if positive and self._is_need(positive):
            return positive
        topics = [one for one in positive.candidates if not one.outside] if positive else []
        instead = topics[:2]
        same = bool(instead) and instead[0].label == whole.candidates[0].label
        unsure = whole.decision == "suggest" and not (denied.firm and instead)
        if whole.decision == "abstain" or unsure or (same and not denied.firm):
            return whole
        readings = {one.label: one for one in (*instead, *whole.candidates)}
        return replace(whole, decision="suggest", label=None, candidates=tuple(readings.values()))

    def _judge(self, text: str, words: Words, left_out: Words) -> Verdict:
        read = tuple(map(self._spelled, words))
        reading = self._index.read(self._reader.features(read), len(read))
        chance = self._index.chance(reading)
        candidates = self._candidates(reading)
        decision = self._decide(chance, candidates[0])
        label = _label(decision, candidates[0]) if chance else None
        explain = partial(self._explain, words, read, left_out, reading, chance, candidates)
        return Verdict(text, decision, label, chance, candidates, explain)

    def _spelled(self, token: str) -> str:
        known = next(self._lexicon.of_word(token), None)
        return token if known else self._corrector.correct(token)

    def _decide(self, chance: float, nearest: Candidate) -> Decision:
        if chance >= self.thresholds.answer and not nearest.outside:
            return "answer"
        if nearest.score < NOTHING_NEAR:
            return "abstain"
        return "suggest" if chance >= self.thresholds.suggest else "abstain"

    def _candidates(self, reading: Reading) -> tuple[Candidate, ...]:
        """Return the best topics and outside groups, merged in order."""
        left = {False: MOST_TOPICS, True: MOST_OUTSIDE}
        found = []
        for number in reading.ranked.tolist():
            outside = self._classes.is_outside(number)
            if left[outside]:
                left[outside] -= 1
                margin = round(float(reading.margins[number]), 4)
                found.append(Candidate(self._classes.name(number), margin, outside))
        return tuple(found)

    def _explain(
        self,
        words: Words,
        read: Words,
        left_out: Words,
        reading: Reading,
        chance: float,
        candidates: tuple[Candidate, ...],
    ) -> Explanation:
        evidence = self._index.evidence(reading, int(reading.ranked[0]))
        return Explanation(
            tokens=read,
            corrected={
                typed: meant for typed, meant in zip(words, read, strict=True) if typed != meant
            },
            left_out=left_out,
            reasons=reasons(evidence, read, self._reader),
            candidates=candidates,
            chance=chance,
            thresholds=self.thresholds,
        )


def _read(text: str) -> Words:
    return tuple(tokens(text)[:MOST_WORDS])


def _names(examples: Iterable[Example]) -> tuple[str, ...]:
    return tuple(sorted({one.label for one in examples}))


def _difference(words: Words, rest: Words) -> Words:
    """Return the words cut off at both ends to get from `words` to `rest`."""
    return tuple((Counter(words) - Counter(rest)).elements())


def _label(decision: Decision, nearest: Candidate) -> str | None:
    named = decision == "answer" or (decision == "abstain" and nearest.outside)
    return nearest.label if named else None
