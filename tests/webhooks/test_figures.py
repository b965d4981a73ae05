"""The figures that are counted for whoever watches over the bot."""

import httpx

from bot.data_folder import DataFolder
from bot.settings import Settings
from tests.running import Served
from tests.webhooks.stage import open_store, running


async def test_figures_count_what_came_in_and_went_out(settings: Settings, folder: DataFolder) -> None:
    measured = settings.model_copy(update={"metrics": True})
    async with open_store(measured, folder) as store, running(store, measured) as bot, Served.of(bot) as served:
        await bot.say("the spare key is under the blue pot")
        async with httpx.AsyncClient(base_url=served.url) as client:
            figures = (await client.get("/metrics")).text
    assert 'tuckaway_messages_received_total{channel="console"}' in figures
    assert 'tuckaway_messages_handled_total{channel="console",outcome="done"}' in figures
    assert "blue pot" not in figures
