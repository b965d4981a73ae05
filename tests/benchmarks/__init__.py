"""Figures, measured beside the floor they stand on: `python -m tests.benchmarks.NAME` prints a JSON line last."""
