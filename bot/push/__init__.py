"""Tells people on their devices that there is something to read: Web Push and FCM behind one port."""
