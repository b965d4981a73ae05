"""Text messages, by Twilio: counted in segments, since each is paid for.

Importing this package imports Twilio's library: the assembly does so only where a number is set.
"""

from bot.channels.sms.channel import SmsChannel
from bot.channels.sms.rendering import Frugality

__all__ = ["Frugality", "SmsChannel"]
