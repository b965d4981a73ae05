"""What a person reads about what they told: kept, found, changed, undone, forgotten."""

from collections.abc import Sequence
from typing import Final

from bot.messages import Action, MediaKind, MemoryId, Quote, Reply
from handlers.wording.speaker import Speaker, plain
from memory.personal import Remembered

SHORT: Final = 100
"""Characters that suffice to tell a memory from others."""


class MemoryWording(Speaker):
    """Sentences about memories."""

    def saved(self, memory: Remembered) -> Reply:
        """What was told is kept."""
        return plain(self.phrases.saved, self.undo(memory))

    def saved_instead(self, memory: Remembered, older: tuple[Quote, ...]) -> Reply:
        """What was told is kept, and takes the place of `older`, unless its person says that both are true."""
        both = Action(label=self.phrases.both_are_true, tap=f"both:{memory.id}")
        return Reply(text=self.phrases.saved_instead, quotes=older, actions=(both, self.undo(memory)))

    def both_true(self, memory: MemoryId) -> Reply:
        """What was told takes nobody's place."""
        return plain(self.phrases.both_true, Action(label=self.phrases.undo, tap=f"instead:{memory}"))

    def replaces_again(self, memory: MemoryId) -> Reply:
        """It was no mistake: what was told takes the older one's place."""
        return plain(self.phrases.replaces_again, Action(label=self.phrases.both_are_true, tap=f"both:{memory}"))

    def edited(self, memory: Remembered, before: str, quote: Quote) -> Reply:
        """A memory says something else now than `before`; who sees what that was knows whether to undo it."""
        bare = " ".join(before.split())
        said = bare if len(bare) <= SHORT else f"{bare[:SHORT]}…"
        return Reply(text=self.phrases.edited.format(before=said), quotes=(quote,), actions=(self.undo(memory),))

    def followed(self, memory: Remembered) -> Reply:
        """A message was changed, and so the memory that it was kept as."""
        return Reply(text=self.phrases.followed, actions=(self.undo(memory),), nod=True)

    def change_in_words(self) -> Reply:
        """A message was changed that was kept as several things."""
        return plain(self.phrases.change_in_words)

    def added(self) -> Reply:
        """One more part of an album is kept with the others."""
        return Reply(text=self.phrases.added, nod=True)

    def kind(self, kind: MediaKind) -> str:
        """What a file without a name is called."""
        return self.phrases.kinds[kind]

    def put_back(self, quote: Quote) -> Reply:
        """An edit was undone."""
        return Reply(text=self.phrases.put_back, quotes=(quote,))

    def unsaved(self) -> Reply:
        """A save was undone."""
        return plain(self.phrases.unsaved)

    def no_longer_kept(self, quote: Quote) -> Reply:
        """A save was undone that may have been long ago: the person sees which."""
        return Reply(text=self.phrases.no_longer_kept, quotes=(quote,))

    def undo_this(self, memory: Remembered, quote: Quote) -> Reply:
        """A preview of what undoing would let go of."""
        undo = Action(label=self.phrases.undo_it, tap=f"undo:{memory.id}:{memory.changed}")
        return Reply(text=self.phrases.undo_this, quotes=(quote,), actions=(undo, self._keep()))

    def already_undone(self) -> Reply:
        """Undo was asked for twice."""
        return plain(self.phrases.already_undone)

    def changed_since(self) -> Reply:
        """An old Undo button was pressed."""
        return plain(self.phrases.changed_since)

    def nothing_to_undo(self) -> Reply:
        """There is no memory at all."""
        return plain(self.phrases.nothing_to_undo)

    def nothing_to_edit(self) -> Reply:
        """There is no memory at all."""
        return plain(self.phrases.nothing_to_edit)

    def answer(self, quotes: tuple[Quote, ...], *, opens: Action | None = None) -> Reply:
        """What the person told, in their own words; `opens` shows all of the one that is quoted."""
        return Reply(text=self.phrases.answer, quotes=quotes, actions=(opens,) if opens else ())

    def written_answer(self, sentences: Sequence[tuple[str, Sequence[int]]], quotes: Sequence[Quote]) -> Reply:
        """What the person told, in sentences that each carry the numbers of their quotes, which count from 1."""
        text = " ".join(_with_markers(sentence, numbers) for sentence, numbers in sentences)
        numbered = [
            quote.model_copy(update={"label": f"{quote.label} [{number}]"}) for number, quote in enumerate(quotes, 1)
        ]
        return Reply(text=text, quotes=tuple(numbered))

    def listed(self, quotes: tuple[Quote, ...], *, skipped: int, total: int, more: str | None) -> Reply:
        """A page of everything that fits; `more` is the tap that shows the next one, where there is one."""
        first, last = skipped + 1, skipped + len(quotes)
        phrase = self.phrases.answer_list if len(quotes) == total else self.phrases.answer_page
        return self._page(phrase.format(first=first, last=last, count=total), quotes, more)

    def counted(self, quotes: tuple[Quote, ...], *, what: str, total: int, more: str | None) -> Reply:
        """How many memories tell of `what`, or are called that, and which they are."""
        if not quotes:
            return plain(self.phrases.answer_count_alone.format(count=total, what=what))
        phrase = self.phrases.answer_count_of if what else self.phrases.answer_count
        return self._page(phrase.format(count=total, what=what), quotes, more)

    def nothing_fits(self, nearest: tuple[Quote, ...] = ()) -> Reply:
        """No memory answers the question; that is not the same as nothing having been saved."""
        return Reply(text=self.phrases.nearest, quotes=nearest) if nearest else plain(self.phrases.nothing_fits)

    def search_resting(self) -> Reply:
        """The index can't be read just now."""
        return plain(self.phrases.search_resting)

    def may_miss(self, reply: Reply) -> Reply:
        """An answer that was found while the index is not complete."""
        return reply.model_copy(update={"text": f"{self.phrases.may_miss}\n\n{reply.text}"})

    def latest(self, quotes: tuple[Quote, ...], more: str | None = None) -> Reply:
        """The latest memories; `more` is the tap that shows those before them, where there are any."""
        return self._page(self.phrases.latest, quotes, more)

    def that_was_all(self) -> Reply:
        """There is no further page."""
        return plain(self.phrases.that_was_all)

    def nothing_yet(self) -> Reply:
        """The list is empty."""
        return plain(self.phrases.nothing_yet)

    def forget_this(self, memory: Remembered, quote: Quote, reminders: int) -> Reply:
        """A preview of what would be forgotten; `reminders` that repeat it go with it."""
        forget = Action(label=self.phrases.forget_it, tap=f"forget:{memory.id}:{memory.changed}")
        text = self._with_reminders(self.phrases.forget_this, self.phrases.forget_reminders, reminders)
        return Reply(text=text, quotes=(quote,), actions=(forget, self._keep()))

    def forgotten(self, reminders: int, files: int = 0) -> Reply:
        """The receipt of forgetting one, and `reminders` and `files` with it."""
        told = self._with_reminders(self.phrases.forgotten, self.phrases.forgotten_reminders, reminders)
        return plain(f"{told} {self.phrases.forgotten_files.format(count=files)}" if files else told)

    def already_forgotten(self) -> Reply:
        """It was gone before."""
        return plain(self.phrases.already_forgotten)

    def kept(self) -> Reply:
        """Forgetting was called off."""
        return plain(self.phrases.kept)

    def empty(self) -> Reply:
        """A message without a word."""
        return plain(self.phrases.empty)

    @staticmethod
    def _with_reminders(text: str, of_reminders: str, count: int) -> str:
        return f"{text} {of_reminders.format(count=count)}" if count else text

    def _page(self, text: str, quotes: tuple[Quote, ...], more: str | None) -> Reply:
        actions = (Action(label=self.phrases.more, tap=more),) if more else ()
        return Reply(text=text, quotes=quotes, actions=actions)

    def _keep(self) -> Action:
        return Action(label=self.phrases.keep_it, tap="keep")


def _with_markers(sentence: str, numbers: Sequence[int]) -> str:
    """The sentence with its markers before the full stop, which it gets where it has none."""
    bare = sentence.rstrip(".!")
    return f"{bare} {''.join(f'[{number}]' for number in numbers)}{sentence[len(bare) :] or '.'}"
