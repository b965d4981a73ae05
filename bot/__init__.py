"""Starts Tuckaway, holds what every part shares, and sends what the handlers decided."""
