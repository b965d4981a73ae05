"""Files that came with a memory: taken in at the door, sealed, kept, shown to their person, and forgotten with it."""
