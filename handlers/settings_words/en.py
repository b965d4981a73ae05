"""What is said of settings in English."""

from typing import Final

from handlers.settings_words.vocabulary import (
    TONGUE,
    DigestWords,
    HourWords,
    QuietWords,
    RepeatWords,
    SettingsWords,
    each,
    found,
)
from memory.documents import DigestKind
from memory.preferences import Topic

WHEN: Final = (
    r"(?:,? (?:now|today|this week|yesterday|for good|please|at the moment|currently|for now|already|recently))*"
)
SPEAK: Final = (
    r"\b(?:speak|talk|answer|reply|respond|write)(?: to me| with me)? in (?P<said>[^\W\d]+)"
    r"|\bspeak (?P<spoken>[^\W\d]+)"
    r"|\blanguage (?:is|to|should be|=)(?: now)? (?P<set>[^\W\d]+)"
    rf"|\b(?P<ours>{TONGUE})\b"
    r"|\bin (?P<other>[^\W\d]+),? please\b"
)
PLACE: Final = (
    r"\btime ?zone (?:is|to|should be|=|:) ?(?:now )?(?P<named>[^!?;\n]{2,60}?)(?: time(?: zone)?)?" + WHEN + r"[.! ]*$"
    r"|\b(?:moved|relocated|move my clock|set my clock|switch my clock) to (?P<moved>[^!?;\n]{2,60}?)(?: time)?"
    + WHEN
    + r"[.! ]*$"
    r"|\bi(?:'m| am|'ve arrived| have arrived|'ve landed| have landed)(?: now| currently)? (?:in|on) "
    r"(?P<here>[^!?;\n]{2,60}?)(?: time)?" + WHEN + r"[.! ]*$"
    r"|\bi(?: now)? live in (?P<lives>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
)

WORDS: Final = SettingsWords(
    language="en",
    # In English `handlers.intents_said` and `intents_shapes` say which messages wish something set.
    sentences=(),
    moves=(),
    about={
        topic: found(pattern)
        for topic, pattern in {
            Topic.DIGEST: r"\b(?:digests?|summar(?:y|ies))\b",
            Topic.QUIET: r"\b(?:quiet|silent) hours\b|\bdisturb\b"
            r"|\b(?:don't|do not|never) (?:message|text|write(?: to)?|ping|bother|notify|contact) me\b"
            r"|\bno (?:messages|pings|notifications) (?:after|before|between|from)\b|\b(?:message|text) me any ?time\b",
            Topic.ZONE: rf"\btime ?zone\b|{PLACE}",
            Topic.DAY_HOUR: r"\b(?:all|whole|date|day)[- ](?:day|only) reminders?\b"
            r"|\breminders? (?:(?:that (?:have|has|name|names)|with|of) )?(?:without|no|a day but no|days only)(?: "
            r"an?)?"
            r"(?: exact| set| particular)?\b.{0,20}\b(?:hour|time)\b"
            r"|\b(?:i (?:give|name|say|set)|there is|there's) no (?:hour|time)\b",
            Topic.REPEATS: r"\b(?:repeat\w*|nag\w*|escalat\w*|(?:another|other|different) channels?)\b"
            r"|\bremind me (?:only |just )?(?:once|again|twice)\b|\b(?:only|just) remind me once\b"
            r"|\breminders?\b.*\b(?:once|again|twice)\b",
            Topic.LANGUAGE: SPEAK,
        }.items()
    },
    sentence_end=found(r"[.!] "),
    speak=found(SPEAK),
    place=found(PLACE),
    show=found(
        r"/?(?:(?:please|can you|could you|show|open|see|list|what are|what're|tell|change|me|all|of|my|your|the) )*"
        r"(?:settings|preferences)(?: please)?[.!? ]*"
    ),
    asks=found(r"what|which|tell|show"),
    hours=HourWords(
        at="at",
        ahead="in",
        **each(
            to=r"\bto (?=\d)",
            opens=r"\b(?:from|between|after|starting(?: at)?|starts? at)\s+(?=\S)|(?<!\S)(?=\d|noon\b|midnight\b)",
            joins=r"\s*(?:\b(?:to|until|till|til|and|through|ends? at)\b|[-\u2013\u2014])\s*(?=\S)",
            between=r"\d\S* ?(?:to|until|till|-) ?\d",
            named=r"noon|midnight",
            leading=r"(?:(?:at|before|from|about|the|is|are|be|start|end|it's)\s+)+|[\s:=]+",
            trailing=r"(?: (?:please|thanks|every (?:day|night)|each (?:day|night)|on|daily|always|now))+$",
            counted=r"\b(?:hours?|hrs?|minutes?|mins?|seconds?|from now)\b",
        ),
    ),
    digest=DigestWords(
        kinds={
            DigestKind.MORNING: found(r"\b(?:daily|morning|(?:every|each|once a|per) (?:day|morning))\b"),
            DigestKind.WEEKLY: found(r"\b(?:weekly|(?:every|each|once a|once every|one a|per|a) week)\b"),
            DigestKind.MONTHLY: found(r"\b(?:monthly|(?:every|each|once a|once every|one a|per|a) month)\b"),
        },
        **each(
            goes_on=r"\b(?:resume|start|restart|unpause|turn on|switch on|enable|back|again)\b"
            r"|\b(?:don't|do not|never) (?:stop|pause|cancel|skip|mute|turn off|disable)\b",
            rests=r"\b(?:paused?|hold|skip|mute|suspend|snooze)\b",
            none=r"\b(?:no(?: more)?|not?|stop|cancel|disable|turn off|switch off|off|unsubscribe|never|without|don't"
            r"|drop|remove)\b",
            left_out=r"\b(?:but not|except|apart from|other than|but)\b(?P<days>.*)",
            only=r"\b(?:only|just|nothing but)\b(?! (?:on|from|at|in|every|between)\b)",
            until=r"\b(?:until|till|til) (?P<when>.*)",
            end_of=r"\bend of\b",
            while_=r"\bfor (?:the next )?(?P<length>(?!today|tonight|tomorrow|now\b|me\b)\w.{0,30})",
            today=r"\btoday\b",
            tomorrow=r"\btomorrow\b",
            this_week=r"\bthis week\b",
            endless=r"\b(?:further notice|i say|i tell|i ask|i'm back|i am back)\b",
            this_one=r"\b(?:this|next|coming) (?:\w+day|weekend|month)\b",
            through=r"\b(\w+) ?(?:to|through|till|until|-|\u2013) ?(\w+)\b",
            working=r"\b(?:weekdays?|work(?:ing)? ?days?|business days?)\b",
            weekend=r"\bweekends?\b",
            any_day=r"\b(?:every day|each day|daily|all days|any day)\b",
        ),
    ),
    quiet=QuietWords(
        **each(
            hours=r"\b(?:quiet|silent) hours\b",
            none=r"\b(?:no|stop|cancel|disable|remove|turn off|switch off|without|drop) (?:the |my |any )?"
            r"(?:quiet|silent) hours\b"
            r"|\b(?:quiet|silent) hours (?:are )?off\b|\b(?:disturb|message|text|write) me (?:at )?any ?time\b",
            again=r"\b(?:turn on|switch on|enable|use|resume) (?:the |my )?(?:quiet|silent) hours\b"
            r"|\b(?:at|during the|in the) night\b",
            passing=r"\b(?:today|tonight|tomorrow|now|week|weekends?|weekdays?|\w+day|for an?|for \d|this)\b",
            after=r"\b(?:after|from|past|starting(?: at)?|starts? at|begin(?:ning)? at)\s+(?P<hour>.+)",
            before=r"\b(?:before|until|till|ends? at)\s+(?P<hour>.+)",
            surely_before=r"before",
        )
    ),
    repeats=RepeatWords(
        **each(
            after=r"\b(?:after|every|in)\s+(?P<length>(?!another\b|the\b).{1,30}?)"
            r"(?=[.!,;]|$| and\b| unless\b| if\b)",
            once=r"\bonce\b|\bno (?:more )?repeats?\b"
            r"|\b(?:don't|do not|never|stop|no|turn off|switch off|disable|without)\b[^.;,]*"
            r"\b(?:repeat\w*|nag\w*|again|twice)\b",
            elsewhere=r"\b(?:another|other|different) channels?\b|\bescalat\w*\b",
            not_elsewhere=r"\b(?:don't|do not|never|no|not|without|stop|turn off|switch off|disable)\b[^.;,]*"
            r"\b(?:(?:another|other|different) channels?|escalat\w*)\b",
        )
    ),
)
