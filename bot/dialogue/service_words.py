"""What the bot says of itself: welcome, help, privacy, and what it cannot read."""

from bot.dialogue.model import Button, ForgetAll, Reply, ShowMine, ShowTopic, SpeakLanguage
from bot.dialogue.plan import EMERGENCY
from knowledge.markup import Rich
from knowledge.model import LanguageCode, Localized
from knowledge.pack import Pack


class ServiceWords:
    """Replies that do not depend on what a citizen asked."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._phrases = pack.phrases

    def welcome(self, language: LanguageCode) -> Reply:
        """Say who speaks, what it can do, and the emergency line."""
        return self._reply(self._phrases.welcome, language, *self._pack.post.start_topics)

    def help(self, language: LanguageCode) -> Reply:
        """Say how to ask."""
        return self._reply(self._phrases.help, language, *self._pack.post.start_topics)

    def privacy(self, language: LanguageCode) -> Reply:
        """Say what is kept, and for how long."""
        return self._reply(self._phrases.privacy, language, *self._pack.post.start_topics)

    def forgotten(self, language: LanguageCode) -> Reply:
        """Confirm that what was kept is erased."""
        return self._reply(self._phrases.forgotten, language, *self._pack.post.start_topics)

    def forget_question(self, language: LanguageCode) -> Reply:
        """Ask whether the appointments shall go with all the rest."""
        buttons = (
            Button(self._phrases.button_forget[language], ForgetAll()),
            Button(self._phrases.button_keep[language], ShowMine()),
        )
        text = self._pack.say(self._phrases.forget_question, language)
        return Reply(text, language, buttons=buttons)

    def unknown_command(self, language: LanguageCode) -> Reply:
        """Help with a command that does not exist."""
        parts = [self._pack.say(self._phrases.unknown_command, language), self.help(language).text]
        return Reply(Rich.join(parts), language, buttons=self.help(language).buttons)

    def no_documents(self, language: LanguageCode) -> Reply:
        """Ask not to send documents."""
        return self._reply(self._phrases.no_documents, language, *self._pack.post.start_topics)

    def text_only(self, language: LanguageCode) -> Reply:
        """Ask for words."""
        return self._reply(self._phrases.text_only, language, *self._pack.post.start_topics)

    def private_only(self, language: LanguageCode, link: str) -> Reply:
        """Point a group to the private chat."""
        return Reply(self._pack.say(self._phrases.private_only, language, link=link), language)

    def old_button(self, language: LanguageCode) -> Reply:
        """Answer a button that means nothing any more."""
        return self._reply(self._phrases.old_button, language, *self._pack.post.start_topics)

    def failure(self, language: LanguageCode) -> Reply:
        """Apologise for a fault of the bot's."""
        return self._reply(self._phrases.failure, language, EMERGENCY)

    def none_meant(self, language: LanguageCode) -> Reply:
        """Answer "none of these": other words, or a person."""
        parts = (self._phrases.none_of_these, self._phrases.way_to_a_person)
        text = Rich.join(self._pack.say(part, language) for part in parts)
        return Reply(text, language, buttons=self._to(language, *self._pack.post.start_topics))

    def languages(self, language: LanguageCode) -> Reply:
        """Offer the post's languages."""
        buttons = tuple(
            Button(self._phrases.language_name[code], SpeakLanguage(code))
            for code in self._pack.languages
        )
        text = self._pack.say(self._phrases.language_question, language)
        return Reply(text, language, buttons=buttons)

    def speaking(self, language: LanguageCode) -> Reply:
        """Confirm the chosen language."""
        return self._reply(self._phrases.language_set, language, *self._pack.post.start_topics)

    def _reply(self, phrase: Localized, language: LanguageCode, *topics: str) -> Reply:
        text = self._pack.say(phrase, language)
        return Reply(text, language, buttons=self._to(language, *topics))

    def _to(self, language: LanguageCode, *topics: str) -> tuple[Button, ...]:
        return tuple(
            Button(self._pack.entries[topic].title[language], ShowTopic(topic)) for topic in topics
        )
