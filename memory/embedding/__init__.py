"""Meaning as vectors: the port and its implementations."""
