"""What a language model is asked: the port and its implementations."""
