"""What a question asks for: its subject, its shape, the kind of thing wanted, when, who, and what it leans on."""

from memory.question.asked import Occasion, Question, Shape, Wanted, Window, WindowOn
from memory.question.following import leaning_on
from memory.question.reading import read

__all__ = ["Occasion", "Question", "Shape", "Wanted", "Window", "WindowOn", "leaning_on", "read"]
