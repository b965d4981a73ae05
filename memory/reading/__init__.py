"""Reading what was found: what kinds of things a memory holds, which of two is the newer truth, whether any answers."""
