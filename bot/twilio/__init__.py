"""One Twilio account, and what the channels that go through it do alike.

Importing this package's modules imports Twilio's library: the assembly does so only where an account is set.
"""
