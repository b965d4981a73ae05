"""What a person reads when they chat, ask for what other assistants do, or were perhaps misunderstood."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import Action, MemoryId, Reply
from handlers.meaning import Intent
from handlers.wording.speaker import Speaker, plain
from memory.correcting import Category, Recategorised
from memory.personal import Remembered


class ChattingWording(Speaker):
    """Sentences beside the matter."""

    def small_talk(self, kind: str) -> Reply:
        """A short answer of a kind; see `handlers.small_talk`."""
        sentence: str = getattr(self.phrases, f"small_{kind}")
        return plain(sentence)

    def cannot(self, kind: str) -> Reply:
        """What is done here instead of what was asked for; see `handlers.small_talk`."""
        sentence: str = getattr(self.phrases, f"cannot_{kind}")
        return plain(sentence)

    def the_time(self, now: datetime, *, zone: ZoneInfo) -> Reply:
        """The hour and the day, by the clocks of `zone`."""
        moment = self.moment(now, now=now, zone=zone)
        return plain(self.phrases.the_time.format(moment=moment, zone=self.zone(zone)))

    def doubted(self, memory: Remembered, guess: Intent) -> Reply:
        """It is kept, and one tap says that it was a question, or something to be reminded of."""
        phrases = self.phrases
        text, label = {
            Intent.REMINDER: (phrases.doubted_reminder, phrases.remind_me),
        }.get(guess, (phrases.doubted_question, phrases.answer_it))
        tap = "remind" if guess is Intent.REMINDER else "ask"
        actions = (
            Action(label=label, tap=f"{tap}:{memory.id}:{guess}"),
            Action(label=phrases.keep_it, tap=f"keep_it:{memory.id}:{guess}"),
            self.undo(memory),
        )
        return plain(text, *actions)

    def kept_as_well(self, answer: Reply, memory: Remembered) -> Reply:
        """What was heeded is worth keeping, too."""
        unkeep = Action(label=self.phrases.do_not_keep, tap=f"undo:{memory.id}:{memory.changed}")
        # What is quoted follows the words that lead to it.
        said = (self.phrases.kept_as_well, answer.text) if answer.quotes else (answer.text, self.phrases.kept_as_well)
        text = "\n".join(said)
        return answer.model_copy(update={"text": text, "actions": (*answer.actions, unkeep)})

    def was_asked(self, answer: Reply, memory: MemoryId) -> Reply:
        """The answer to what was kept as something told, which is let go of."""
        again = Action(label=self.phrases.undo, tap=f"keep_again:{memory}")
        return answer.model_copy(update={"actions": (*answer.actions, again)})

    def recategorised(self, done: Recategorised) -> Reply:
        """A memory is in another category."""
        if done.now is None:
            return plain(self.phrases.uncategorised)
        text = self.phrases.recategorised.format(category=self.category(done.now))
        undo = Action(label=self.phrases.undo, tap=f"category:{done.memory}:{done.before or '-'}")
        return plain(text, *([undo] if done.before is not done.now else []))

    def category(self, category: Category) -> str:
        """What a category is called."""
        name: str = getattr(self.phrases, f"category_{category}")
        return name
