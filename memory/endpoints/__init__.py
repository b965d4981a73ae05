"""The way to models that run elsewhere: called with patience, left alone while they fail, paid for."""
