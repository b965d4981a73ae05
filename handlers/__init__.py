"""Decide what to answer; never send."""
