"""Seals what a person wrote or was told, with a data key of their own under the installation's master key."""

import asyncio
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NewType, TypeVar
from uuid import UUID

from bson.binary import Binary, UuidRepresentation
from pydantic import BaseModel
from pymongo.encryption import ClientEncryption
from pymongo.errors import EncryptionError, PyMongoError

from bot.data_folder import create_private
from bot.database import KEY_VAULT, Database, unavailable
from bot.errors import ContentSealed, DatabaseUnavailable, InstallationError

Sealed = bytes
"""An encrypted sub-document, as MongoDB's explicit client-side encryption writes it (BSON binary, subtype 6)."""

KeyId = NewType("KeyId", UUID)
Content = TypeVar("Content", bound=BaseModel)

MASTER_KEY_BYTES = 96
INSTALLATION = "installation"
CIPHERTEXT = 6
RANDOM = "AEAD_AES_256_CBC_HMAC_SHA_512-Random"


LOCKED = "content can't be opened: its data key is gone or can't be unwrapped"


class MasterKey:
    """The key that wraps every data key: 96 bytes, from a setting or a file in the data folder."""

    def __init__(self, key: bytes, *, created: bool = False) -> None:
        if len(key) != MASTER_KEY_BYTES:
            sentence = f"the master key has {len(key)} bytes instead of {MASTER_KEY_BYTES}: "
            raise InstallationError(sentence + "put back the one this installation was started with")
        self.key = key
        self.created = created

    @classmethod
    def decode(cls, text: str, source: str) -> "MasterKey":
        """The key written as base64 in `text`; `source` is what the error names."""
        try:
            return cls(b64decode(text.strip(), validate=True))
        except ValueError as error:
            sentence = f"{source} is not base64: put back the key this installation was started with"
            raise InstallationError(sentence) from error

    @classmethod
    def load_or_create(cls, path: Path) -> "MasterKey":
        """The key in the file `path`; a new one, readable by its owner only, where there is no file yet.

        Raises:
            InstallationError: the file can't be read, or holds no such key.
        """
        created = not path.exists() and create_private(path, _new_key())
        try:
            text = path.read_text("ascii", errors="replace")
        except OSError as error:
            sentence = f"{path} can't be read ({error.strerror}): "
            raise InstallationError(sentence + "give this user the right to read it") from error
        return cls(cls.decode(text, str(path)).key, created=created)


def _new_key() -> bytes:
    return b64encode(secrets.token_bytes(MASTER_KEY_BYTES)) + b"\n"


class Vault:
    """Seals and opens content. One data key per person; a key of the installation's for what belongs to nobody yet.

    Data keys lie in the collection `keys`, wrapped by the master key; whoever holds the database alone reads nothing.
    """

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database = database
        self._client = database.encryption({"local": {"key": master.key}})
        self._master = master
        self._installation: KeyId | None = None

    @property
    def installation(self) -> KeyId:
        """The data key for what belongs to no person yet; there once `open` has returned."""
        if self._installation is None:
            raise ContentSealed("the vault is not open yet: call open() first")
        return self._installation

    async def open(self) -> None:
        """Find or make the installation's key, and prove that the master key is the right one.

        Raises:
            InstallationError: the database was written under another master key.
        """
        known = await self._database.handle[KEY_VAULT].find_one({"keyAltNames": INSTALLATION})
        self._installation = await self.new_key(INSTALLATION) if known is None else KeyId(_uuid(known["_id"]))
        try:
            await self.open_sealed(await self.seal(self._installation, _Proof()), _Proof)
        except ContentSealed as error:
            sentence = "the master key is not the one this database was written under: "
            raise InstallationError(sentence + "put back master.key or TUCKAWAY_MASTER_KEY from your backup") from error

    def signing_key(self, purpose: str) -> bytes:
        """A key for signatures, the same on every replica and different for each purpose; no data key is one."""
        return hmac.digest(self._master.key, f"sign:{purpose}".encode(), "sha256")

    async def new_key(self, owner: str) -> KeyId:
        """Make the data key of `owner`, or find it where a replica made it first."""
        try:
            return KeyId(_uuid(await self._client.create_data_key("local", key_alt_names=[owner])))
        except PyMongoError as error:
            return await self._known_key(owner, error)

    async def _known_key(self, owner: str, refused: PyMongoError) -> KeyId:
        """The key that a replica made first; without one the refusal to make it meant something else."""
        try:
            known = await self._database.handle[KEY_VAULT].find_one({"keyAltNames": owner})
        except PyMongoError as error:
            raise unavailable(error) from error
        if known is None:
            raise _failure(refused, f"no data key could be made for {owner}") from refused
        return KeyId(_uuid(known["_id"]))

    async def seal(self, key: KeyId, content: BaseModel) -> Sealed:
        """Encrypt `content` as one sub-document; about 0.3 ms, off the event loop."""
        value = content.model_dump(mode="json", exclude_defaults=True)
        key_id = Binary.from_uuid(key, UuidRepresentation.STANDARD)
        try:
            return await self._client.encrypt(value, RANDOM, key_id=key_id)
        except PyMongoError as error:
            sentence = "content could not be sealed: its data key is gone or can't be unwrapped"
            raise _failure(error, sentence) from error

    async def open_sealed(self, sealed: Sealed, shape: type[Content]) -> Content:
        """Decrypt what `seal` made of a `shape`; about 0.3 ms, off the event loop. Raises ContentSealed."""
        try:
            value: dict[str, Any] = await self._client.decrypt(Binary(sealed, CIPHERTEXT))
        except PyMongoError as error:
            raise _failure(error, LOCKED) from error
        return shape.model_validate(value)

    async def open_all(self, sealed: Sequence[Sealed], shape: type[Content]) -> list[Content]:
        """Decrypt several of one shape, in their order, off the event loop together. Raises ContentSealed."""
        return await asyncio.to_thread(self._open_all, sealed, shape) if sealed else []

    def _open_all(self, sealed: Sequence[Sealed], shape: type[Content]) -> list[Content]:
        client: ClientEncryption[dict[str, Any]] = self._client.delegate
        try:
            values = [client.decrypt(Binary(each, CIPHERTEXT)) for each in sealed]
        except PyMongoError as error:
            raise _failure(error, LOCKED) from error
        return [shape.model_validate(value) for value in values]

    async def close(self) -> None:
        """Forget the keys held in memory."""
        await self._client.close()


class _Proof(BaseModel):
    """Something to seal and open, for no other reason than to see whether it works."""

    proof: str = "kept"


def _failure(error: PyMongoError, sentence: str) -> DatabaseUnavailable | ContentSealed:
    """What went wrong. An outage while a key was being fetched comes wrapped as a failure of encryption."""
    cause = error.cause if isinstance(error, EncryptionError) else error
    if isinstance(cause, PyMongoError) and not isinstance(cause, EncryptionError):
        return unavailable(cause)
    return ContentSealed(sentence)


def _uuid(value: Any) -> UUID:  # noqa: ANN401 - the driver hands over either form, by its settings
    return value if isinstance(value, UUID) else Binary(value, 4).as_uuid()
