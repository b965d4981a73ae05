"""Finding memories again without being able to read them: analysis, blinding and the index."""
