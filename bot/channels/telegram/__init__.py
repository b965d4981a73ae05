"""Telegram: text messages and button taps, by long polling or by webhook, through aiogram.

Importing this package imports aiogram, which takes one to five seconds: the assembly does so only when a token is set.
"""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.timing import Timing

__all__ = ["TelegramChannel", "Timing"]
