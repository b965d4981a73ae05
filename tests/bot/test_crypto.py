import asyncio
import stat
from base64 import b64encode
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.assembly import Store
from bot.crypto import MASTER_KEY_BYTES, MasterKey, Vault
from bot.data_folder import DataFolder
from bot.database import KEY_VAULT, Database
from bot.errors import ContentSealed, InstallationError
from bot.settings import Settings

KEY = MasterKey(bytes(range(MASTER_KEY_BYTES)))
OTHER = MasterKey(bytes(MASTER_KEY_BYTES))


class Words(BaseModel):
    text: str
    tags: list[str] = []


@pytest.fixture
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    opened = Database(mongodb_uri, f"test_{uuid4().hex[:12]}")
    await opened.open([])
    yield opened
    await opened.close()


@pytest.fixture
async def vault(database: Database) -> AsyncIterator[Vault]:
    opened = Vault(database, KEY)
    await opened.open()
    yield opened
    await opened.close()


@hypothesis_settings(max_examples=25)
@given(text=st.text(), tags=st.lists(st.text()))
async def test_what_is_sealed_opens_to_the_same(vault: Vault, text: str, tags: list[str]) -> None:
    words = Words(text=text, tags=tags)
    assert await vault.open_sealed(await vault.seal(vault.installation, words), Words) == words


async def test_sealed_content_holds_no_word_of_it_and_never_looks_the_same_twice(vault: Vault) -> None:
    words = Words(text="zanzibar quokka")
    once, again = [await vault.seal(vault.installation, words) for _ in range(2)]
    assert b"quokka" not in once
    assert b"zanzibar" not in once
    assert once[17:] != again[17:]


async def test_a_single_bit_that_was_changed_is_noticed(vault: Vault) -> None:
    sealed = bytearray(await vault.seal(vault.installation, Words(text="the spare key")))
    sealed[-1] ^= 1
    with pytest.raises(ContentSealed):
        await vault.open_sealed(bytes(sealed), Words)


@pytest.mark.parametrize("garbage", [b"", b"\x02", b"not sealed at all", bytes(200)])
async def test_what_was_never_sealed_can_not_be_opened(vault: Vault, garbage: bytes) -> None:
    with pytest.raises(ContentSealed):
        await vault.open_sealed(garbage, Words)


async def test_content_opens_in_another_process_with_the_same_master_key(vault: Vault, database: Database) -> None:
    key = await vault.new_key("anna")
    sealed = await vault.seal(key, Words(text="the spare key"))
    replica = Vault(database, KEY)
    await replica.open()
    assert (await replica.open_sealed(sealed, Words)).text == "the spare key"
    await replica.close()


@pytest.mark.usefixtures("vault")
async def test_another_master_key_is_refused_with_what_to_do(database: Database) -> None:
    stranger = Vault(database, OTHER)
    with pytest.raises(InstallationError, match=r"master key is not the one .* put back .*backup"):
        await stranger.open()
    await stranger.close()


async def test_deleting_the_key_of_a_person_makes_their_content_unreadable_and_nobody_elses(
    vault: Vault, database: Database
) -> None:
    keys = [await vault.new_key(owner) for owner in ("anna", "ben")]
    annas, bens = [await vault.seal(key, Words(text="the spare key")) for key in keys]
    await database.handle[KEY_VAULT].delete_one({"keyAltNames": "anna"})
    replica = Vault(database, KEY)
    await replica.open()
    with pytest.raises(ContentSealed, match="its data key is gone"):
        await replica.open_sealed(annas, Words)
    with pytest.raises(ContentSealed, match="its data key is gone"):
        await replica.seal(keys[0], Words(text="more"))
    assert (await replica.open_sealed(bens, Words)).text == "the spare key"
    await replica.close()


async def test_replicas_that_start_on_an_empty_database_at_once_agree_on_every_key(database: Database) -> None:
    replicas = [Vault(database, KEY) for _ in range(4)]
    await asyncio.gather(*(replica.open() for replica in replicas))
    assert len({replica.installation for replica in replicas}) == 1
    assert len(set(await asyncio.gather(*(replica.new_key("anna") for replica in replicas)))) == 1
    assert await database.handle[KEY_VAULT].count_documents({}) == 2
    for replica in replicas:
        await replica.close()


async def test_a_vault_that_is_not_open_says_so(database: Database) -> None:
    closed = Vault(database, KEY)
    with pytest.raises(ContentSealed, match="not open yet"):
        _ = closed.installation
    await closed.close()


def test_the_master_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    made, read = MasterKey.load_or_create(path), MasterKey.load_or_create(path)
    assert (made.created, read.created) == (True, False)
    assert made.key == read.key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["master.key"]


def test_processes_that_start_at_the_same_moment_agree_on_the_master_key(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / f"{number}.key"
        with ThreadPoolExecutor(8) as pool:
            keys = list(pool.map(MasterKey.load_or_create, [path] * 8))
        assert len({key.key for key in keys}) == 1
        assert sum(key.created for key in keys) == 1


@pytest.mark.parametrize("content", ["", "not base64!", "ключ", b64encode(bytes(95)).decode(), "\0" * 128])
def test_a_damaged_master_key_is_named_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InstallationError, match=r"master key|master\.key.*put back"):
        MasterKey.load_or_create(path)
    assert path.read_text(encoding="utf-8") == content


def test_a_master_key_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match="can't be read"):
        MasterKey.load_or_create(tmp_path)


async def test_without_the_master_key_of_what_is_stored_the_start_is_refused_and_no_new_key_made(
    settings: Settings, folder: DataFolder
) -> None:
    assert settings.mongodb_uri is not None
    uri = settings.mongodb_uri.get_secret_value()
    store = await Store.open(settings, uri, folder)
    assert store.new_master_key
    await store.close()
    kept = folder.master_key.rename(folder.path / "elsewhere")
    with pytest.raises(InstallationError, match=r"master\.key is missing .* put it back from your backup"):
        await Store.open(settings, uri, folder)
    assert not folder.master_key.exists()
    kept.rename(folder.master_key)
    store = await Store.open(settings, uri, folder)
    assert not store.new_master_key
    await store.close()
