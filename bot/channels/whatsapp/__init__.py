"""WhatsApp, by Twilio: what people send, and answers in its 24 hours, or by template after them.

Importing this package imports Twilio's library: the assembly does so only where a sender is set.
"""

from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.templates import Templates

__all__ = ["Templates", "WhatsAppChannel"]
