"""Receives: what providers and browsers send is stored once, acknowledged, then handled."""
