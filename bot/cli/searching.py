"""`tuckaway search`: what a question finds, and with `--explain` why in this order."""

from rich.console import Console
from rich.table import Table

from bot.cli.operate import opened_store
from bot.cli.running import say
from bot.clock import system_clock
from bot.errors import ContentSealed, InstallationError
from bot.messages import PersonId
from bot.settings import Settings
from memory.asking import Answer, PersonalQuestions
from memory.people import People, get, zone_of
from memory.question import Question
from memory.search.passages import passage

SHOWN = 60
"""Characters of a memory in the table."""


async def search(settings: Settings, text: str, *, person: str | None, explain: bool) -> None:
    """Print what a person's memories answer to a question.

    Args:
        settings: of the installation.
        text: the question, as one would ask it.
        person: the id of whose memories; the owner's without one.
        explain: whether to say how it was understood, and what each score is the sum of.

    Raises:
        InstallationError: there is nobody of that id.
        IndexUnavailable: the index can't be read.
    """
    async with opened_store(settings) as store:
        await store.recall.open()
        who = PersonId(person) if person else await store.owner(People(store.vault), system_clock)
        try:
            known = await get(who, store.vault)
        except ContentSealed as error:
            sentence = f"there is nobody with the id {who}: leave out --person to search the owner's memories"
            raise InstallationError(sentence) from error
        questions = PersonalQuestions(known.person, known.content, vault=store.vault, recall=store.recall)
        zone = zone_of(known.person)
        question = questions.read(text, now=system_clock(), zone=zone, languages=(known.person.language or "en", "en"))
        answer = await questions.answer(question)
        if explain:
            _explain(question)
        _show(answer, explain=explain)


def _explain(question: Question) -> None:
    """What the question was taken to ask."""
    window = question.window
    asked = {
        "looked for": question.subject,
        "answer": f"{question.shape}, {question.wanted}",
        "time": f"{window.on}, {window.since:%Y-%m-%d %H:%M} to {window.until:%Y-%m-%d %H:%M}" if window else "",
        "people": ", ".join(question.people),
        "only": "; ".join(" or ".join(sorted(facets)) for facets in question.facets),
        "phrases": "; ".join(question.phrases),
        "without": ", ".join((*sorted(question.without_facets), *question.without)),
    }
    for name, value in asked.items():
        if value:
            say(f"{name}: {value}")


def _show(answer: Answer, *, explain: bool) -> None:
    if not answer.fits:
        say("Nothing fits. The nearest:" if answer.found else "Nothing fits.")
    elif answer.listed:
        say(f"{answer.total} fit.")
    table = Table(box=None, pad_edge=False)
    names = list(dict.fromkeys(name for each in answer.found for name in each.ranked.shares)) if explain else []
    for title in ("told", "score", *names, "memory"):
        table.add_column(title)
    for each in answer.found:
        shares = [f"{each.ranked.shares.get(name, 0):.2f}" for name in names]
        text = passage(answer.question.text, each.memory.text)[:SHOWN].replace("\n", " ")
        text = f"{text} (told earlier)" if each.overtaken else text
        table.add_row(f"{each.memory.told_at:%Y-%m-%d}", f"{each.score:.2f}", *shares, text)
    Console().print(table)
