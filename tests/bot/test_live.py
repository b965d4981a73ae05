"""Whoever looks is shown what happens, nobody else is, and one who reads too slowly is cut off rather than misled."""

from datetime import UTC, datetime

from bot.live import BACKLOG, RECENT, CutOff, LiveFeed, StateChanged
from bot.messages import Author, ChannelName, DeliveryState, PersonId, Said

ANNA, BEN = PersonId("anna"), PersonId("ben")


def said(number: int) -> Said:
    return Said(
        id=f"m{number}",
        sequence=number,
        author=Author.BOT,
        at=datetime.now(UTC),
        channel=ChannelName.WEB,
        state=DeliveryState.SENT,
        text="x",
    )


def test_news_reach_every_page_of_that_person_and_no_page_of_another() -> None:
    feed = LiveFeed()
    with feed.watch(ANNA) as one, feed.watch(ANNA) as two, feed.watch(BEN) as other:
        assert feed.show(ANNA, said(1))
        assert one.get_nowait() == two.get_nowait()
        assert other.empty()


def test_nobody_looking_is_told_to_whoever_shows() -> None:
    feed = LiveFeed()
    assert not feed.show(ANNA, said(1))
    with feed.watch(ANNA):
        assert feed.watched() == {ANNA}
    assert feed.watched() == frozenset()
    assert not feed.show(ANNA, said(2))


def test_a_page_that_reads_too_slowly_is_cut_off_after_what_it_has_and_others_go_on() -> None:
    feed = LiveFeed()
    with feed.watch(ANNA) as slow, feed.watch(ANNA) as quick:
        for number in range(BACKLOG + 1):
            assert feed.show(ANNA, said(number))
            quick.get_nowait()
        read = [slow.get_nowait() for _ in range(BACKLOG)]
        assert isinstance(read[-1], CutOff)
        assert not any(isinstance(news, CutOff) for news in read[:-1])
        feed.show(ANNA, said(BACKLOG + 1))
        assert slow.empty()
        assert not quick.empty()


def test_a_page_that_was_cut_off_and_leaves_takes_nobody_with_it() -> None:
    feed = LiveFeed()
    with feed.watch(ANNA) as quick:
        with feed.watch(ANNA):
            for number in range(BACKLOG + 1):
                feed.show(ANNA, said(number))
                quick.get_nowait()
        assert feed.watched() == {ANNA}
    assert feed.watched() == frozenset()


def test_what_was_shown_lately_is_known_and_the_memory_of_it_does_not_grow_for_ever() -> None:
    feed = LiveFeed()
    for number in range(RECENT + 10):
        feed.show(ANNA, said(number))
    assert feed.was_shown(f"m{RECENT + 9}")
    assert not feed.was_shown("m9")
    feed.show(ANNA, StateChanged(sequence=1, state=DeliveryState.READ))
    assert not feed.was_shown("m0")
