"""How long the vectors of each hosted model are, learnt once: a start must not need the endpoint for it."""

from pymongo.errors import DuplicateKeyError

from memory.documents import Stored, StoredSettings


class EmbeddingModel(Stored):
    """A model by its name, and how many numbers it gives for a text."""

    length: int

    class Settings(StoredSettings):
        """Where models are kept."""

        name = "embedding_models"


async def length_of(model: str) -> int | None:
    """What was learnt of a model; None where nothing was."""
    found = await EmbeddingModel.get(model)
    return found.length if found else None


async def learn(model: str, length: int) -> int:
    """Note it, unless another replica has; what holds from now on."""
    try:
        await EmbeddingModel(id=model, length=length).insert()
    except DuplicateKeyError:
        return await length_of(model) or length
    return length
