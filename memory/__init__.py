"""Keeps what people tell the bot, and finds it again."""
