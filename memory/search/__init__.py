"""Finding memories again without being able to read them: analysis, blinding, the index and the mixing of its lists."""
