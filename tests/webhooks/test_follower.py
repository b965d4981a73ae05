"""A page that is open on one replica is shown what another one writes."""

from bot.data_folder import DataFolder
from bot.settings import Settings
from tests.running import RunningBot, Served
from tests.webhooks.page import Page
from tests.webhooks.stage import replica, running, written


async def test_what_another_replica_writes_appears_in_an_open_page_once_and_in_order(
    served: Served, bot: RunningBot, settings: Settings, folder: DataFolder
) -> None:
    async with (
        replica(bot.store, folder) as store,
        running(store, settings) as other,
        served.client() as client,
        Page.opened(served, client) as page,
    ):
        await other.tuckaway.inbox.receive(written(bot.owner, "the spare key is under the blue pot"))
        await page.answer("Tucked away.")
        await page.send("hello")
        await page.until(type="message", channel="web", text="hello")
        await page.until(type="message", author="bot", sequence=4)
        sequences = [each["message"]["sequence"] for each in page.events if each["type"] == "message"]
    assert sequences == [1, 2, 3, 4]


async def test_a_page_of_somebody_else_is_shown_nothing_of_it(
    served: Served, bot: RunningBot, settings: Settings, folder: DataFolder
) -> None:
    async with (
        replica(bot.store, folder) as store,
        running(store, settings) as other,
        served.client() as client,
        Page.opened(served, client) as page,
    ):
        await other.tuckaway.inbox.receive(written("anna", "a secret of anna's"))
        await other.tuckaway.inbox.receive(written(bot.owner, "the owner's own"))
        await page.answer("Tucked away.")
    said = [each["message"]["text"] for each in page.events if each["type"] == "message"]
    assert said == ["the owner's own", "Tucked away."]
