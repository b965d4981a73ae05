"""E-mail, outwards only: digests, codes and whatever else is said to an address, handed to the operator's server.

A channel like the others, so that what is sent by it is in the conversation log with its delivery state, comes after
what was said before, and is tried again; nothing is read from it.
"""

from bot.channels.email.channel import EmailChannel
from bot.channels.email.server import MailServer, Security

__all__ = ["EmailChannel", "MailServer", "Security"]
