"""Questions that lean on the one before: made whole."""

from dataclasses import replace

from memory.question.asked import Question, Shape, Wanted, Window, WindowOn
from memory.words import fold


def leaning_on(question: Question, before: Question) -> Question:
    """A question that leans, with what it leans on: the subject before joined to its own.

    It keeps the people, the time and the facets that it names itself. One that changes only a part ("and in April?",
    "and hers?") asks for the same as the one before; one that asks for something else ("what's his number") does so
    about the same. A question that does not lean is returned as it is.
    """
    if not question.leans:
        return question
    same = question.wanted is Wanted.ANYTHING and not question.of and question.shape is Shape.ONE
    asked = before if same else question
    when = _timed_alike(question, before) if same else question
    return replace(
        question,
        subject=_joined(question, before, same=same),
        shape=asked.shape,
        wanted=asked.wanted,
        of=asked.of,
        window=when.window,
        others=when.others,
        earlier=when.earlier,
        occasion=when.occasion,
        # Memories of something are not counted as they come: what they tell of is looked for.
        tally=asked.tally and not question.subject,
        people=question.people or before.people,
        facets=question.facets or (before.facets if same else ()),
        without_facets=question.without_facets | (before.without_facets if same else frozenset()),
        phrases=question.phrases or (before.phrases if same else ()),
        without=question.without or (before.without if same else ()),
        leans=False,
    )


def _timed_alike(question: Question, before: Question) -> Question:
    """Whose times hold: those it names itself, and of telling where those before were ("and in June?"); else theirs."""
    if question.window is None:
        return question if question.occasion else before
    if not before.tally and (before.window is None or before.window.on is not WindowOn.TOLD):
        return question
    others, earlier = (tuple(map(_of_telling, windows)) for windows in (question.others, question.earlier))
    return replace(question, window=_of_telling(question.window), others=others, earlier=earlier)


def _of_telling(window: Window) -> Window:
    return replace(window, on=WindowOn.TOLD)


def _joined(question: Question, before: Question, *, same: bool) -> str:
    """Its own subject first; of the one before all but whom it replaces, and what was asked for there."""
    gone = {part for name in before.people for part in name.split()} if question.people else set[str]()
    if not same:
        gone |= set(before.of.split())
    kept = [word for word in before.subject.split() if _bare(word) not in gone]
    own = question.subject.split()
    there = {_bare(word) for word in own}
    return " ".join([*own, *(word for word in kept if _bare(word) not in there)]) or before.subject


def _bare(word: str) -> str:
    folded = fold(word).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(".,;:!?'\"()")
    return folded.removesuffix("'s")
