"""The words of questions, by language."""
