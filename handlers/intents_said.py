"""What is said in so many words, in English: a table of rules, the first that fits the whole message wins."""

from typing import Final

from handlers import consent
from handlers.intents_words import (
    AGAIN,
    ASKED,
    AUXILIARY,
    DIGEST,
    END,
    FEW,
    FIRST,
    NUMBERS,
    OTHER_TONGUE,
    PLEASE,
    REST,
    RINGING,
    TAIL,
    TONGUE,
    WHEN,
    WHICH,
    WITHIN,
)
from handlers.meaning import Intent

Said = tuple[tuple[Intent, str], ...]

# How reminders and digests come, before a word in it is taken for one of them.
WAYS: Final[Said] = (
    (
        Intent.SETTINGS,
        (
            r"(?:please )?(?:(?:don't|do not|stop|never) (?:repeat(?:ing)?|escalat(?:e|ing))"
            r"(?: (?:my|the|any))? reminders?"
            r"|repeat (?:my |the )?reminders?|escalate (?:my |the )?reminders?|stop nagging me"
            r"|all-day reminders|reminders without an? (?:hour|time))\b[^.!?\n]{0,60}[.! ]*"
        ),
    ),
    (Intent.SETTINGS, r"(?:only remind me once|remind me (?:only|just) once)[.! ]*"),
    (Intent.SETTINGS, r"remind me again after [^.!?\n]{1,40} if i don't (?:answer|react|reply)[.! ]*"),
    (
        Intent.SETTINGS,
        (
            r"(?:what(?:'s| is| are)|tell me|show me) my (?:settings|time ?zone)\??"
            r"|(?:what|which) time ?zone am i (?:in|on)\??|(?:turn|switch) (?:on|off) quiet hours[.! ]*"
        ),
    ),
    (Intent.SETTINGS, r"(?:turn|switch) the digest (?:back )?(?:on|off)[.! ]*|skip (?:tomorrow|today)'s digest[.! ]*"),
    (Intent.SETTINGS, r"(?:only )?the (?:daily|morning|weekly|monthly) digest(?: only)?[.! ]*"),
    (Intent.SETTINGS, r"i(?:'d like| want) my digest at [^.!?\n]{1,20}[.! ]*"),
)

# "I want to forget him" is told to a friend.
POLITE: Final = r"(?:(?:hey|ok|okay|please|(?:can|could|would|will) (?:you|u)),? )*+"

COMMANDS: Final[Said] = (
    (Intent.EMPTY, r""),
    (Intent.WELCOME, r"/start\b.*|(?:hi|hello|hey)(?: there| tuckaway)?[.! ]*"),
    (Intent.HELP, r"/?help(?: me)?[.!? ]*|\?+|what can (?:you|i) (?:do|say)\??|how does (?:this|it) work\??"),
    (Intent.UNDO, r"/?undo(?: (?:that|it|this|the last (?:one|thing|change)))?(?: please)?[.! ]*"),
    (Intent.LIST, r"/?(?:list|recent|latest)(?: (?:my|all|the|recent|latest|memories|notes|everything)){0,4}[.! ]*"),
    (Intent.LIST, r"(?:show|list|what are)(?: me)?(?: all)? my(?: latest| last| recent)* (?:memories|notes)[.!? ]*"),
    (
        Intent.LIST,
        (
            r"what did i (?:just|last) (?:tell you|say|save|write|send)(?: you)?[.!? ]*"
            r"|what was the last thing i (?:told you|said|saved|wrote)[.!? ]*"
        ),
    ),
    # Only what can't be an errand: "edit the video" and "change this lightbulb" are to be kept.
    (Intent.EDIT, r"(?:edit\s*:|/edit\s)\s*(?P<subject>\S.*)"),
    (Intent.EDIT, r"(?:edit|change|correct) (?:that|it|this|(?:the )?last one)(?:\s*:| to\b:?)\s*(?P<subject>\S.*)"),
    # Everything at once; of one thing after the other the person is asked.
    (
        Intent.COMMAND,
        (
            rf"{POLITE}(?:(?:export|download|back up|give me|send me)(?: all)? my data|/?export|(?:delete|remove|close)"
            r" (?:my account|everything(?: about me)?|all my (?:data|notes|memories))|forget everything)[.!? ]*"
        ),
    ),
    (
        Intent.FORGET,
        rf"(?:/|{POLITE})(?:forget|delete|remove)(?: (?:that|it|this|(?:the |my )?last (?:one|memory|note)))?[.! ]*",
    ),
    (
        Intent.FORGET,
        rf"(?:/|{POLITE})forget (?:about |that |what i (?:told|said) (?:you )?about )?(?P<subject>\S{WITHIN}*)[.! ]*",
    ),
    (
        Intent.FORGET,
        (
            rf"{POLITE}(?:delete|remove) (?:the |my )?(?:memory|note) (?:about |of |on |that )?"
            rf"(?P<subject>\S{WITHIN}*)[.! ]*"
        ),
    ),
    (Intent.COMMAND, r"(?:oh,? |ah,? )?never ?mind[.! ]*"),
    # Said to be kept, whatever it ends with; and a link alone.
    (Intent.SAVE, r"(?:note(?: to self)?|idea|to-?do|task|quote|remember(?: this)?|save(?: this)?)\s*:.*|\S+://\S+"),
)

# Reminders that are there: those that are to go, move or rest, then those that are to be seen.
REMINDERS: Final[Said] = (
    (
        Intent.CHANGE_REMINDER,
        (
            rf"{ASKED}(?:cancel|delete|remove|clear|erase|stop|dismiss|skip|snooze|pause|resume|disable|move|postpone"
            rf"|reschedule|get rid of|turn off|switch off|edit|drop|rename)"
            rf" (?P<subject>(?:[\w:'.-]+ ){{0,6}}{RINGING}\b(?! (?:is|was|from our)\b)[^.!?\n]{{0,80}})[.! ]*"
        ),
    ),
    (
        Intent.CHANGE_REMINDER,
        rf"{ASKED}(?:change|update) (?P<subject>(?:my|the) (?:[\w:'.-]+ ){{0,6}}{RINGING}\b[^.!?\n]{{0,80}})[.! ]*",
    ),
    (Intent.CHANGE_REMINDER, rf"no (?:more )?{RINGING}(?: [^.!?\n]{{0,60}})?[.! ]*"),
    (
        Intent.REMINDERS,
        (
            rf"{ASKED}(?:(?:show|list|read|see|view|check|tell|give|display|hear)(?: me)?(?: what)? )?(?:(?:all|of) )*"
            rf"(?:my|the|upcoming|today's|tomorrow's) (?:(?:upcoming|next|active|current|set|daily|latest) )*{RINGING}"
            r"(?: list)?(?: (?:for|on|of|i have|today|tomorrow|are)\b[^.!?:\n]{0,40})?[.!? ]*"
        ),
    ),
    (Intent.REMINDERS, rf"{ASKED}(?:show|list|read|see|view|display) (?:me )?(?:all )?{RINGING}[.!? ]*"),
    (Intent.REMINDERS, rf"/?reminders?[.!? ]*|(?:my |the )?next {RINGING}[.!? ]*"),
    (
        Intent.REMINDERS,
        (
            rf"{ASKED}(?:(?:check|confirm|verify|see|tell me)(?: if| whether| that)? (?:is |are )?"
            rf"|is |are |was |were |did you set |have you set )(?:{WHICH}|an? )(?:[\w:'-]+ ){{0,3}}{RINGING}"
            r" (?:(?:is|are) )?(?:set|on|active|scheduled|going off|for)\b[^.!:\n]{0,60}"
        ),
    ),
    (
        Intent.REMINDERS,
        rf"{ASKED}remind me (?:of|about) (?:all |of )*(?:my|the) (?:\w+ )?{RINGING}\b[^.!:\n]{{0,60}}",
    ),
    (
        Intent.REMINDERS,
        (
            r"what (?:all )?(?:(?:did|have|had) i (?:ask|asked|tell|told|want|wanted) you to"
            r"|(?:do|will|should|must) you(?: have to)?|are you (?:going|supposed|meant) to)"
            r" remind me (?:of|about)(?: \w+){0,3}[?.! ]*"
        ),
    ),
    (Intent.REMINDERS, rf"(?:what|which)(?: other| all)? {RINGING}\b[^.!:\n]{{0,80}}"),
    (Intent.REMINDERS, rf"(?:what|when|which)(?:'s| is| are|'re) (?:{WHICH}){RINGING}\b[^.!:\n]{{0,60}}"),
    (
        Intent.REMINDERS,
        rf"(?:do i have|have i(?: set)?|are there|is there|did i set|how many) [^.!:\n]{{0,30}}{RINGING}\b{REST}",
    ),
)

# When the digest comes and when nothing does, language and clock; and the digest itself.
SETTINGS: Final[Said] = (
    *((Intent.SETTINGS, sentences) for sentences in consent.SENTENCES.values()),
    (
        Intent.SETTINGS,
        (
            rf"{ASKED}(?:(?:send|give|deliver|show|want|get|have|receive|move|change|set|switch|make|put)(?: me)? )?"
            rf"{DIGEST}"
            r" (?:(?:to|for) )?(?:at|every|on|by|before|after|to|each|daily|weekly|monthly|once|in the|only|off)\b"
            rf"{TAIL}"
        ),
    ),
    (
        Intent.SETTINGS,
        (
            rf"{ASKED}(?:no|stop|pause|skip|mute|disable|enable|resume|start|restart|turn off|turn on|switch off"
            rf"|switch on|don't send|do not send|cancel|hold)(?: sending)?(?: me)?(?: any)? {DIGEST}\b{TAIL}"
        ),
    ),
    (Intent.SETTINGS, rf"(?:set |change |my |make |use |no )*(?:quiet|silent) hours\b{TAIL}"),
    (
        Intent.SETTINGS,
        (
            r"(?:please )?(?:do not|don't|never)"
            r" (?:disturb|(?:disturb|message|text|write to|ping|bother|notify|contact) me)"
            rf"(?: (?:before|after|between|from|until|on|at|during|in|past|anymore|any more|for)\b{TAIL}|[.! ]*)"
        ),
    ),
    (
        Intent.SETTINGS,
        (
            rf"{ASKED}(?:(?:set|change|switch|update) )?(?:my|the) time ?zone (?:is|to|should be)(?: now)?"
            rf" (?:{FEW}|(?:gmt|utc) ?[+-]\d{{1,2}}:\d\d)[.! ]*"
        ),
    ),
    # "Anna speaks German" is something to keep.
    (Intent.SETTINGS, rf"(?:my|the|your) language is (?:now )?{TONGUE}[.! ]*|(?:in )?{TONGUE},? please[.! ]*"),
    (
        Intent.SETTINGS,
        rf"{ASKED}(?:speak|talk|answer|reply|respond|write)(?: to me| with me)?(?: in)? {TONGUE}{END}",
    ),
    # A language that we don't speak, which is said then; "speak up" is none.
    (
        Intent.SETTINGS,
        (
            r"(?:(?:please|can you|could you) )*(?:speak|(?:talk|answer|reply|respond|write)(?: to me| with me)? in)"
            rf" {OTHER_TONGUE}{END}"
        ),
    ),
    (
        Intent.SETTINGS,
        (
            rf"{ASKED}(?:change|set|switch|make|put)(?: (?:the|my|your|its|to|over|speaking|language|this))*"
            rf" (?:to |in |into )?{TONGUE}{END}"
        ),
    ),
    (
        Intent.SETTINGS,
        (
            r"(?:use |in |switch to )?(?:the |a )?(?:12|24|twelve|twenty-four)[ -]?(?:hour|h)"
            rf"(?: (?:clock|times?|format))?{END}"
        ),
    ),
    (
        Intent.SETTINGS,
        rf"(?:{ASKED}(?:show |open |change |see |reset )?(?:me )?(?:all )?(?:of )?(?:my |your |the )|/?)settings{END}",
    ),
    (
        Intent.DIGEST,
        (
            rf"{ASKED}(?:(?:show|send|give|read|see|get|tell|open)(?: me)? )?{DIGEST}"
            r"(?: (?:for|of|now|today|again|so far|please)\b[^.!?\n]{0,20})?[.!? ]*"
        ),
    ),
    (Intent.DIGEST, rf"/digest|what(?:'s| is) (?:in|on) {DIGEST}(?: today)?[.!? ]*"),
)

# To be told again now what was told before, unless a later time is named.
RECALLED: Final = (
    r"(?:items?|things?|stuff|tasks?|lists?|notes?|date|time|day|name|address|password|code|number|what)\b"
    r"(?!.*\b(?:tomorrow|tonight|later|every|(?:at|in|on) (?:\d|an?\b|noon|mon|tue|wed|thu|fri|sat|sun)))"
)
ASKED_BACK: Final[Said] = (
    (
        Intent.QUESTION,
        rf"(?P<subject>{PLEASE}remind me (?:what|where|who|whose|which|how|why|when (?:{AUXILIARY}))\b{WITHIN}*)",
    ),
    (Intent.QUESTION, rf"(?P<subject>{ASKED}remind me (?:of|about) (?:(?:all|of|my|the) )*{RECALLED}{WITHIN}*)"),
)

# Asking to be told later. The time and the matter are read elsewhere; none may be named.
LATER: Final[Said] = (
    (Intent.REMINDER, rf"{ASKED}{FIRST}remind (?:me|us)\b(?! (?:what|where|who|whose|which|how|why)\b).*"),
    (
        Intent.REMINDER,
        (
            rf"{ASKED}(?:be|get) reminded\b.*"
            rf"|i(?:'d| would)? (?:want|like|need) (?:to be reminded|reminding|an? {RINGING})\b.*"
        ),
    ),
    (
        Intent.REMINDER,
        (
            rf"{ASKED}(?:set|create|add|make|put|schedule|start|place|get|have|give|need|want|turn on|activate)"
            rf"(?: up| me| in| on| us)*(?: an?| another| the| my| some)?"
            rf"(?: (?:[\w:-]+ (?:am|pm|minutes?|min|hours?|seconds?)|[\w:-]+))? {RINGING}\b(?! (?:list|times?)\b).*"
        ),
    ),
    (Intent.REMINDER, r"reminder(?:: ?| to (?!self)| for | at | in | tomorrow|, )\S.*"),
    (
        Intent.REMINDER,
        (
            r"(?:alarm|timer|wake up(?: call)?)(?: for| at| in|:)?,?"
            rf" (?:\d|{NUMBERS}|noon|half|quarter|tomorrow)[^.!?\n]{{0,60}}[.! ]*"
        ),
    ),
    (Intent.REMINDER, r"(?:an? )?\d[\w:]*(?: |-)(?:minutes?|min|hours?|h|seconds?) timer[.! ]*"),
    (Intent.REMINDER, rf"{ASKED}{FIRST}wake me\b.*"),
    (Intent.REMINDER, rf"{ASKED}(?:don't|do not|never) (?:let me|allow me to) forget\b.*"),
    (Intent.REMINDER, rf"{ASKED}(?:ping|nudge|alert|notify|buzz|prompt) me\b.*"),
    (
        Intent.REMINDER,
        rf"{ASKED}(?:text|message|write|call|let) me (?:know )?{WHEN}\b[^.!?\n]{{0,60}} (?:to|about|that)\b.*",
    ),
    (Intent.REMINDER, rf"{ASKED}let me know when it's time\b.*"),
    (Intent.REMINDER, rf"{ASKED}tell me (?:{AGAIN}\b[^.!?\n]{{0,60}} to|to [^.!?\n]{{1,80}} {AGAIN})\b.*"),
)

SAID: Final[Said] = (*COMMANDS, *REMINDERS, *SETTINGS, *ASKED_BACK, *LATER)
