"""The pieces that the rules for intents are made of."""

from typing import Final

ASKING: Final = r"what|where|when|who|whose|whom|why|how"
BEING: Final = r"is|are|was|were|am|isn't|aren't|wasn't|weren't"
AUXILIARY: Final = (
    rf"{BEING}|do|does|did|can|could|will|would|should|may|might|must|have|has|had"
    r"|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|haven't|hasn't"
)
MEASURES: Final = r"many|much|long|old|far|often|tall|big|high|heavy|late|soon"
PERSON: Final = r"i|you|we|they|he|she|there|any|anyone|anybody|anything"
DETERMINER: Final = r"the|my|our|your|their|his|her|its|it|this|that|these|those"
NOUN: Final = rf"(?!(?:{PERSON}|{DETERMINER}|an?|\w*[^su]s (?:is|was))\b)(?-i:[a-z])[\w-]*"
MINE: Final = r"my|our|all|everything|anything|what|where|who|when|(?:the |a )?(?:note|memory)|[\w-]+'s"

# One character within a sentence: a full stop ends it only before a space, and not after an initial or a title.
# No two of the alternatives fit the same place: else the ways to read "a.b.c.d" double with each stop.
INITIAL: Final = r"(?<=\b[a-z])\.(?!\S)"
TITLE: Final = r"(?<=\bdr|\bmr|\bms|\bst|\bno|\bvs)\.(?!\S)|(?<=\bmrs)\.(?!\S)"
WITHIN: Final = rf"(?:[^.!\n]|[.!](?=\S)|{INITIAL}|{TITLE})"
# The rest of a question that lacks its mark: short, of one line, and no heading ("what is left: two eggs").
REST: Final = r"(?:[^.!:\n]|:(?=\d)){0,120}"
# Where the order of words proves less, a comma tells of a statement ("will you go, I stay").
CLAUSE: Final = r"(?:[^.!:,\n]|:(?=\d)){0,120}"
PLEASE: Final = r"(?:(?:please|can you|could you|would you|will you) )*+"
GREETING: Final = r"(?:(?:hi|hello|hey|ok|okay|sorry|thanks|thank you|please)\b[^.!?:\n]{0,20}[.!,:]?\s)?"
MARKS: Final = "?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}"
OPENING: Final = (
    "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
CLOSING: Final = "\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"

# A few words, for where a name or a time goes; and what remains of an order.
FEW: Final = r"[^.!?:;\n]{1,60}"
TAIL: Final = r"[^.!?\n]{0,80}[.! ]*"
END: Final = r"(?: please| now| thanks)?[.! ]*"
ASKED: Final = (
    r"(?:(?:hi|hey|hello|ok|okay|please|tuckaway|can you|could you|would you|will you|i want you to|i'd like you to"
    r"|i need you to|i want to|i'd like to|i would like to|i need to|can i|could i|may i|just|also|and|then|so),? )*+"
)

# A reminder as we keep them; those who come from a clock say alarm or timer.
# Of an alarm that guards a house, people keep the code.
RINGING: Final = (
    r"(?:reminders?|timers?|notifications?|alerts?"
    r"|alarms?(?! (?:code|system|pin|panel|password|passcode|key|company|number|installer|engineer|manual)s?\b))"
)
WHICH: Final = r"(?:(?:all|any|every|each|of|my|the|your|those|these|that|this|existing|upcoming|next|last) )*+"
DIGEST: Final = (
    r"(?:(?:my|the|your|a|daily|weekly|monthly|morning|evening|sunday|saturday|today's) )*(?:digest|summary)s?"
)
TONGUE: Final = (
    r"(?:english|spanish|german|french|portuguese|espa\xf1ol|espanol|castellano|deutsch|fran\xe7ais|francais"
    r"|portugu\xeas|portugues)"
)
# Those that people ask for, which we don't speak.
OTHER_TONGUE: Final = (
    r"(?:afrikaans|albanian|amharic|arabic|armenian|basque|bengali|bosnian|bulgarian|cantonese|catalan|chinese"
    r"|croatian|czech|danish|dutch|esperanto|estonian|farsi|filipino|finnish|flemish|galician|georgian|greek|gujarati"
    r"|hebrew|hindi|hungarian|icelandic|indonesian|irish|italian|japanese|kannada|klingon|korean|latin|latvian"
    r"|lithuanian|macedonian|malay|malayalam|mandarin|marathi|mongolian|nepali|norwegian|persian|polish|punjabi"
    r"|romanian|russian|serbian|sinhala|slovak|slovenian|somali|swahili|swedish|tagalog|tamil|telugu|thai|tibetan"
    r"|turkish|ukrainian|urdu|vietnamese|welsh|yiddish|zulu)"
)
CITY: Final = (
    r"(?:(?!(?:the|a|an|my|our|another|be|bed|see|it)\b)[^\W\d][\w'-]*)"
    r"(?:,? (?!(?:in|last|when|with|after|for)\b)[^\W\d][\w'-]*){0,2}"
)
DAYS: Final = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
NUMBERS: Final = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"

# What may come before, when the time is said first; "the letter will remind me to pay" asks for nothing.
UNASKED: Final = (
    r"(?<!will)(?<!would)(?<!\bto)(?<!should)(?<!always)(?<!\bcan)(?<!could)(?<!might)(?<!must)(?<!n't)(?<!\bnot)"
)
FIRST: Final = (
    rf"(?:(?:tomorrow|today|tonight|on|at|in|every|each|next|this|by|before|after|when|once|as soon as|if|from now on"
    rf"|an?|half|later|{DAYS})\b[^.!?\n]{{0,60}}?{UNASKED},? (?:please )?)?"
)
AGAIN: Final = rf"(?:in|at|on|by|before|after|once|every|each|tomorrow|tonight|later|again|{DAYS}|\d)"
WHEN: Final = rf"(?:{AGAIN}|when|today|next|this|an? |half|about)"
