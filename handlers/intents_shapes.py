"""How statements and questions are built, in English: what the order of words tells where no word gives it away."""

from typing import Final

from handlers.intents_words import (
    ASKING,
    AUXILIARY,
    BEING,
    CITY,
    CLAUSE,
    CLOSING,
    DETERMINER,
    GREETING,
    MARKS,
    MEASURES,
    MINE,
    NOUN,
    OPENING,
    PERSON,
    PLEASE,
    REST,
    WITHIN,
)
from handlers.meaning import Intent

Said = tuple[tuple[Intent, str], ...]

TO_SAVE: Final = r"add|put|save|note|store|record|jot|write down|remember that|make a note"
KEPT_THINGS: Final = r"list|calendar|calender|agenda|contacts|to-?dos?|schedule"
DONE: Final = (
    r"put|left|parked|bought|went|met|moved|paid|lent|borrowed|hid|took|gave|had|ate|saw|watched|read|finished|started"
    r"|visited|hung|stored|kept|found|lost|sold|ordered|booked|called|talked|spoke|signed|loved|felt|got|made|drove|flew"
    r"|ran|walked|cooked|baked|painted|planted|fixed|learned|learnt|used to"
)
LABEL: Final = (
    r"password|passcode|code|pin|combination|combo|number|iban|login|address|e-?mail|phone|mobile|booking ref"
    r"|birthday|ring size|shoe size|licen[cs]e plate"
)

TONGUE: Final = (
    r"english|german|french|spanish|portuguese|italian|dutch|polish|swedish|danish|turkish|greek|latin|japanese"
)

# To be kept although the words look like more.
KEEPING: Final[Said] = (
    # A quotation; an exclamation; "do the laundry", where a question would go on to a person.
    (Intent.SAVE, rf"[{OPENING}][^\n]+[{CLOSING}].*"),
    (Intent.SAVE, r"(?:what|how|such) (?!about\b)[^?]*!"),
    (Intent.SAVE, rf"what an? (?!(?:\w+ ){{0,3}}(?:{AUXILIARY})\b)[^?]{{1,80}}"),
    (
        Intent.SAVE,
        r"(?:do|have) (?:the|an?|my|our|some) (?!(?:good|nice|great|lovely)\b|.*\b(?:have|reset)\b)[^?]{1,80}(?<!\bme)",
    ),
    # What somebody did was brave; what counts is patience.
    (Intent.SAVE, r"what (?-i:[A-Z])[\w'-]+ \w+ (?:was|is|were|are) [^?]+"),
    (Intent.SAVE, r"(?:was|were|had) (?:an?|so|very|really|too|to|just)\b[^?]*"),
    (Intent.SAVE, r"(?:tell|ask|show) (?:me|us) to\b[^?]*"),
    # Said to somebody who keeps lists.
    (Intent.SAVE, rf"(?:ask (?!me\b)|(?:please |can you |could you |will you |would you )+(?:{TO_SAVE})\b).*"),
    (
        Intent.SAVE,
        (
            r"(?:(?:i (?:want|need|would like) (?:you )?to|i'd like (?:you )?to|hey|ok|please|just|also"
            r"|(?:can|could|will|would) (?:you|we|i)),? )*"
            r"(?:add|put|include|insert|place|append|write|jot down|note) (?!.*\b(?:remind|alarm))\S[^?\n]*"
            rf"\b(?:to|on|onto|in|into) (?:\w+ ){{1,4}}(?:{KEPT_THINGS})\b[^?\n]{{0,60}}"
        ),
    ),
    (
        Intent.SAVE,
        (
            r"[^?\n]{4,80}\b(?:please )?(?:add|put) (?:it|that|them|this)"
            r"(?: (?:on|to|in|there)\b[^?\n]{0,40}| if [^?\n]{1,40}| please)?[.! ]*"
        ),
    ),
    # A thing of ours, and what it is: assistants know such words as questions only.
    (
        Intent.SAVE,
        (
            rf"(?:my|our|(?!(?:{ASKING}|it|that|there|here|he|she|let)'s)[\w-]+'s)"
            r" (?!name\b|command\b|answer\b|response\b)"
            rf"(?:[\w'-]+ ){{1,4}}(?:is|are|was|were|=) (?!(?:{ASKING}|which|it|that|there)\b)"
            rf"(?:[^?\n](?!\b(?:{ASKING}|which)[.! ]*$))+"
        ),
    ),
    (
        Intent.SAVE,
        (
            rf"(?:the )?[\w' -]{{0,30}}(?:{LABEL})(?: (?:for|of|to|at) [\w' -]{{1,30}})?"
            rf"(?: is|:| =) ?(?!(?:{ASKING}|which)\b)[^?\n]*[\d\W_][^?\n]*"
        ),
    ),
    (
        Intent.SAVE,
        rf"(?:i|we) (?:just |already |also |finally )?(?:{DONE}) (?!.*\b(?:lists?|calendar|right|correct)\b)[^?\n]*",
    ),
)

# Where somebody lives now, which may be a memory as well; "I moved to Lisbon in 2014" is nothing else.
MOVED: Final[Said] = (
    (
        Intent.SETTINGS,
        rf"i(?:'ve| have)?(?: just| now)? (?:moved|relocated) to {CITY}(?: (?:today|now|this week|yesterday))?[.! ]*",
    ),
    (Intent.SETTINGS, rf"i(?:'m| am) (?:now|currently) in {CITY}[.! ]*|i(?:'m| am) in {CITY} (?:now|this week)[.! ]*"),
    (Intent.SETTINGS, rf"i (?:now )?live in {CITY} now[.! ]*|i now live in {CITY}[.! ]*"),
)

# A label without its value is what one asks for, unless the value looks like words: "code for the shed bluefish".
UNVALUED: Final[Said] = (
    (
        Intent.QUESTION,
        rf"(?P<subject>(?:(?:the|my|our) )?(?:[\w'-]+ ){{0,2}}(?:{LABEL}) (?:for|of|to|at|on) [^\d:=?\n,]{{2,40}})",
    ),
    # Something is told, then asked for without a mark: "locked out!! who's got our spare key".
    (Intent.QUESTION, rf"(?P<subject>[^?\n]{{3,120}}[.!]+ (?:{ASKING})(?:'s| (?:{AUXILIARY}))\b[^.!?:\n]{{0,120}})"),
    # "my present ideas so far", "all the beers I've written up": a name for what was told before, and nothing of it.
    (Intent.QUESTION, r"(?P<subject>(?:(?:my|our|all|every) )?[^\d.!?:=,\n]{4,60} (?:so far|over time))"),
    (
        Intent.QUESTION,
        (
            r"(?P<subject>(?:every|each|all(?: of)?(?: the| my| our)?) (?:[\w'-]+ ){1,4}(?:that )?"
            r"(?:i|we)(?:'ve| have)(?: ever)? \w+(?: (?:up|down|in|out))?"
            r"(?: (?:for|of|about|from|at|on|in) [^.!?:,\n]{2,40})?)"
        ),
    ),
)

LEFT_OUT: Final = rf"(?:[^\W\d]{{2,}}|#[^\W\d][\w-]*|[{OPENING}][^{OPENING}{CLOSING}\n]{{1,60}}[{CLOSING}])"

SEARCH: Final[Said] = (
    # The operators of search, in a message of their own: "#garden before:2024-03-01", "person:Anna -work".
    (
        Intent.QUESTION,
        (
            r"(?P<subject>(?=[^\n]{0,80}?(?<!\S)-?(?:tag|from|before|after|person|category|has|channel):\S)"
            r"\S+(?: \S+){0,11})"
        ),
    ),
    (Intent.QUESTION, rf"(?P<subject>(?:the )?(?:{TONGUE}) (?:word|name|term|expression) for \w[^.!:,\n]{{0,40}})"),
    # "garden -roses", "cake -#home -'ice cream'"; and one word in quotes, which is no saying yet.
    (Intent.QUESTION, rf"(?P<subject>#?\w[\w'-]*(?: #?[\w'-]+){{0,3}}(?: -{LEFT_OUT})+)"),
    (Intent.QUESTION, rf"(?P<subject>[{OPENING}][^\s{OPENING}{CLOSING}]+(?:'s)?[{CLOSING}])"),
)

# With a mark, and too short to tell something by the way: "hers?", "gate code?".
BRIEF: Final[Said] = ((Intent.QUESTION, rf"(?P<subject>[^\s.!:;]+(?: [^\s.!:;]+){{0,3}} ?[{MARKS}]+)"),)

# The shapes of a question. What is asked may still be small talk or a command: `intents` weighs that.
ASKS: Final[Said] = (
    (Intent.QUESTION, rf"{GREETING}(?P<subject>{WITHIN}*[{MARKS}])[^\w{CLOSING}{MARKS})\]\n]*"),
    (Intent.QUESTION, rf"{GREETING}(?P<subject>(?:{ASKING})(?:'s|s|'re) \w{REST})"),
    (Intent.QUESTION, rf"{GREETING}(?P<subject>(?:{ASKING}) (?:{AUXILIARY})\b{REST})"),
    (Intent.QUESTION, rf"(?P<subject>who (?!(?:{PERSON}|{DETERMINER})\b)\w+ (?:me|us|my|our|the)\b{CLAUSE})"),
    (Intent.QUESTION, rf"(?P<subject>how (?:{MEASURES})\b[^.!:,\n]{{0,60}} (?:{AUXILIARY})\b{REST})"),
    # "what time is dinner", but neither "what matters is love" nor "what Anna did was brave".
    (Intent.QUESTION, rf"(?P<subject>(?:what|which|whose) {NOUN}(?: of (?:the )?\w+)? (?:{AUXILIARY})\b{REST})"),
    # "what size tyres go on the car", "which of the papers runs out first", "who else lives there".
    (
        Intent.QUESTION,
        rf"(?P<subject>(?:what|which) (?:sizes?|colou?r|(?:kind|type|sort|brand|make|model) of) \w{CLAUSE})",
    ),
    (Intent.QUESTION, rf"(?P<subject>which (?:one )?of \w{REST})"),
    (Intent.QUESTION, rf"(?P<subject>who (?:else|all) \w{CLAUSE})"),
    (Intent.QUESTION, rf"(?P<subject>what (?:else )?happened (?!is\b|was\b){CLAUSE})"),
    # Something is said first: "our neighbour Sam, who else lives there", "the list of March, who's left".
    (
        Intent.QUESTION,
        (
            rf"(?P<subject>[^.!?:,\n]{{3,100}}, (?:who else|who all|(?:{ASKING})'s left|(?:what|which) {NOUN} "
            rf"(?:do|does|did|should|can|could|will|would) (?:{PERSON}|{DETERMINER}))\b{CLAUSE})"
        ),
    ),
    (Intent.QUESTION, rf"(?P<subject>[^.!?:,\n]{{3,60}} by how (?:{MEASURES})\b{CLAUSE} (?:{AUXILIARY})\b{CLAUSE})"),
    (Intent.QUESTION, rf"(?P<subject>list (?:every|everything|all)\b{CLAUSE})"),
    (Intent.QUESTION, rf"(?P<subject>(?:what|where|who) (?:{DETERMINER}) [^.!:,\n]{{1,60}} (?:{BEING}))"),
    # "do the laundry", "did my taxes", "have the car washed" and "was a good day" are none.
    (Intent.QUESTION, rf"(?P<subject>(?:do|did|have|was) (?:{PERSON}) {CLAUSE})"),
    (
        Intent.QUESTION,
        rf"(?P<subject>(?:is|are|am|were|does|has|can|could|will|would) (?:{PERSON}|{DETERMINER}) {CLAUSE})",
    ),
    (
        Intent.QUESTION,
        rf"{PLEASE}(?:tell me (?!to )|(?:show|find) me |give me (?:my|the|all) )(?P<subject>\S{WITHIN}*)",
    ),
    (Intent.QUESTION, rf"(?:(?:find|search)\s*:|/(?:find|search)\s) *(?P<subject>\S{WITHIN}*)"),
    (Intent.QUESTION, rf"{PLEASE}(?:find|look up|look for|search(?: for)?) (?P<subject>(?:{MINE})\b{WITHIN}*)"),
)
