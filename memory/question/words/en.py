"""English words of asking."""

from typing import Final

from memory.question.asked import Wanted
from memory.question.words.vocabulary import END, Frame, Words, alternatives, tallying

AUX: Final = alternatives(
    "is are was were am s re do does did have has had ve can could will would should shall must may might isn aren"
    " wasn weren don doesn didn haven hasn hadn won wouldn shouldn can"
)
WE: Final = "i|we|you|he|she|it|they|there|anyone|anybody|someone|somebody"
PREPOSITION: Final = alternatives("with about on in for at to from by of into over during without")
NOTED: Final = alternatives(
    "note noted notes save saved log logged record recorded jot jotted store stored keep_track put_in tuck tucked"
    " tag tagged write_down written_down wrote_down write_up written_up wrote_up put_down put_in_here put_here enter entered"
)
SAID: Final = alternatives(
    "tell told say said send sent text texted message messaged mention mentioned write wrote written"
    " share shared show shown forward forwarded give given ask asked"
)
BEHIND: Final = r"(?: (?:down|up|in|here|away|in here|to here|to you|you|this|anything|something))*"
MODESTLY: Final = r"(?: (?:ever|already|just|first|last|actually|also|even))*"
UNIT: Final = r"(?P<unit>day|week|weekend|fortnight|month|year)s?"
NTH: Final = "(?P<nth>first|second|third|fourth|fifth)"
COUNT: Final = r"(?P<count>two|three|four|five|six|seven|eight|nine|ten|couple of|few|\d{1,2})"
# A noun with what describes it: words up to the next that begins something else.
NOUNS: Final = rf"(?:(?!(?:{PREPOSITION}|do|does|did|i|we|and|get|got|buy|bought)(?![^ ]))[^ .,;:!?]+ ){{0,6}}"
HOLDERS: Final = rf"(?:(?:what|which|whats|wheres)(?: s| is| are| was| were| kind of| type of)?(?: the)? )?{NOUNS}"
COLLECTED: Final = alternatives(
    "recipes books films movies shows series songs albums albums podcasts articles quotes ideas gifts presents notes"
    " memories messages reminders links photos pictures places restaurants wines beers games games_played things tips"
    " entries items readings receipts expenses tasks"
)
EVENTS: Final = alternatives(
    "times goes visits payments changes calls trips sessions appointments meetings matches lessons classes runs walks"
    " rides flights repairs services parties dinners lunches conversations attempts instalments installments"
    " infections migraines headaches attacks doses_missed"
)


def headed(words: str) -> str:
    """That a noun is asked for by itself: "what's Ana's …", "back gate …", "… for the boiler"."""
    return rf"^{HOLDERS}(?P<of>{words})"


PHONES: Final = (
    r"(?:phone|mobile|cell|telephone|whatsapp|landline|fax|contact)(?: phone)? (?:number|no|num|nr)s?|telephone|tel"
)
CODES: Final = (
    r"codes?|pins?|pin numbers?|passwords?|passcodes?|passphrase|wi fi|wifi|combos?|combinations?|logins?|user ?names?|vin|iban|isbn"
    r"|sort code|reg|(?:number )?plate|registration|serial|confirmation|reference|ref|booking ref"
    r"|(?:policy|booking|order|reference|ref|serial|part|model|permit|account|customer|member|membership|passport"
    r"|licen[cs]e|chip|microchip|tracking|case|ticket|flight|registration|confirmation|invoice|card|insurance|tax|id"
    r"|nhs|social security|frequent flyer|loyalty)(?: numbers?| nos?| num| refs?| references?| codes?| id)"
)
MONIES: Final = (
    "price|prices|cost|costs|fee|fees|rent|salary|fare|quote|deposit|budget|bill|charge|total|wage|hourly rate"
)
MEASURES: Final = alternatives(
    "size sizes weight height width length depth diameter dose doses dosage temperature mileage pressure voltage"
    " wattage capacity distance speed measurement measurements dimensions thickness circumference volume"
)
AUTHORED: Final = r"(?:i|we)(?: ve| have| had)?"

WORDS: Final = Words(
    language="en",
    themselves=frozenset(
        "note notes memory memories message messages thing things entry entries".split()  # noqa: SIM905 - a word list reads better as prose
    ),
    leads=(
        r"(?:and|but|please|pls|plz|hey|hi|hello|ok|okay|so|well|um|erm|oh|now|quick question|question|sorry|thanks|also|again"
        r"|(?:can|could|would|will) you(?: please)? (?:tell|show|remind|give|find|get|look up|check)(?: me| us)?(?: again)?"
        r"|do (?:you|we|i)(?: happen to)? (?:know|remember|recall|have)(?= (?:if|whether|what|who|where|when|why|how|which|the))"
        r"|(?:tell|show|give|remind) (?:me|us)(?: again)?(?= (?:if|whether|what|who|where|when|why|how|which|the|my|our|all|every))"
        r"|i (?:need|want|d like) to (?:know|find out|remember|see)|i (?:can t|cannot|don t) (?:remember|recall|find)"
        r"|i(?: ve)? forg[eo]t(?:ten)?|i wonder|i need|we need(?= the| my| our)|looking for|need(?= the| my| our| to know)"
        r"|any (?:idea|chance)|(?:is|are) (?:asking|wondering)|if|whether)"
    ),
    wanted=(
        (r"^who s(?= [^ .,;:!?]+ (?:phone|mobile|number|code|address))", Wanted.ANYTHING),
        (r"^(?:to |with |from |for |by )?(?:who|whose|whom|whos|who s)", Wanted.PERSON),
        (r"^(?:where|wheres|whereabouts)", Wanted.PLACE),
        (r"^(?:why|what for|how come)", Wanted.REASON),
        (r"^(?:at )?(?:what|which) (?:time|hour)", Wanted.TIME),
        (r"^when (?:should|do|does|can|must|could|may|to)", Wanted.TIME),
        (r"^(?:since |until |till |by )?(?:when|whens)", Wanted.DATE),
        (
            r"^(?:on |in |by |since |until )?(?:what|which) (?P<of>day|date|dates|month|year|week|weekday|days)",
            Wanted.DATE,
        ),
        (r"^(?:for )?how (?:long|much (?:time|longer))", Wanted.DURATION),
        (r"^(?:for )?how many (?P<of>seconds|minutes|mins|hours|days|nights|weeks|months|years)", Wanted.DURATION),
        (r"^(?:in )?how (?:many|old|often)", Wanted.NUMBER),
        (
            r"^what (?:have|has|had) [^ .,;:!?]+ (?:ever |been )?(?:lent|loaned|borrowed)",
            Wanted.ANYTHING,
        ),
        (
            r"^(?:how much|what) [^.,;:!?]*(?<![^ ])(?:cost|costs|pay|paid|paying|owe|owes|owed|charge|charged|charges|spend|spent|bill"
            r"|worth|come to|set (?:me|us|him|her|them) back|earn|earns|lend|lent|borrow|borrowed|donate|donated|make an hour)",
            Wanted.MONEY,
        ),
        (r"^how much(?: money| is| are| was| were| s| for| did it| does it| to)", Wanted.MONEY),
        (
            r"^how much (?:do|does|did|is|was) [^.,;:!?]*(?<![^ ])(?:weigh|weighing|eat|eats|drink|sleep|use|grow|take)",
            Wanted.MEASURE,
        ),
        (rf"^how much(?= (?:do|does|did|have|has|{END}))", Wanted.MONEY),
        (
            r"^how (?:much|big|tall|heavy|wide|high|hot|cold|warm|deep|far|fast|thick|large|small|strong|steep|loud|bright|low)",
            Wanted.MEASURE,
        ),
        (r"^(?:it|he|she|they|that|this) (?:s|is|are|was|were|re) [^.,;:!?]{1,60} or", Wanted.YES_NO),
        (rf"^what (?:is|s|was|are|were) [^.,;:!?]*called{END}", Wanted.NAME),
        (r"^what do (?:we|you|they|i) call", Wanted.NAME),
        (headed(PHONES), Wanted.PHONE),
        (headed(r"e mail(?: address(?:es)?)?|email(?: address(?:es)?)?"), Wanted.EMAIL),
        (headed(r"links?|url|website|webpage|web ?page|web ?site|web address|homepage"), Wanted.LINK),
        (headed(r"address|postal address|postcode|post code|zip code|zip"), Wanted.ADDRESS),
        (headed(CODES), Wanted.CODE),
        (r"^what do (?:i|we|you) (?:type|key|enter|dial)(?: in)?", Wanted.CODE),
        (
            headed(r"(?:sur|last |first |full |middle |maiden |nick |pet |family |brand |trade )?names?(?! from)"),
            Wanted.NAME,
        ),
        (rf"^{HOLDERS}(?:s|his|her|their|whose) (?P<of>number){END}", Wanted.PHONE),
        (r"^(?:(?:what s|what is|whats) )?(?:the |a )?(?P<of>number|mobile|phone|cell)(?= (?:for|of) )", Wanted.PHONE),
        (rf"^{HOLDERS}(?:s|his|her|their) (?P<of>mobile|phone|cell){END}", Wanted.PHONE),
        (
            headed(rf"birthday{END}|bday{END}|anniversary{END}|due date|expiry(?: date)?|date of birth|dob|deadline"),
            Wanted.DATE,
        ),
        (headed(MONIES), Wanted.MONEY),
        (
            headed(rf"(?:{MEASURES})(?: of (?!the |that |my |our |his |her |their |this |a )[^ .,;:!?]+)?"),
            Wanted.MEASURE,
        ),
        (headed("age|score|percentage|number of"), Wanted.NUMBER),
        (
            r"^(?:in |at |from |to )?(?:what|which) (?P<of>place|city|town|country|street|hospital|restaurant|shop|store|school|room"
            r"|drawer|cupboard|venue|hotel|airport|terminal|village|state|pharmacy|clinic|station|shelf|box|pub|cafe|bar|park|beach)",
            Wanted.PLACE,
        ),
        (r"^(?:what is |what s |what was )?(?:the )?(?P<of>reason)", Wanted.REASON),
        (r"^how", Wanted.WAY),
        (
            r"^(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|must|may|isn t|aren t|wasn t|don t"
            r"|doesn t|didn t|hasn t|haven t|won t)(?= (?!to ))",
            Wanted.YES_NO,
        ),
        (r"^(?:the )?(?P<of>number) on", Wanted.CODE),
        (r"wi fi|wifi|password|passcode", Wanted.CODE),
        (r"how many", Wanted.NUMBER),
        (
            rf"^(?:in |at |on |from |for |to )?(?:what|which) (?P<of>(?!(?:{AUX}|{WE}|else|about|happened|came)(?![^ ]))[^ .,;:!?]+"
            rf"(?: (?!(?:{AUX}|{WE}|{PREPOSITION}|the|my|our|your)(?![^ ]))[^ .,;:!?]+){{0,2}})(?= (?:{AUX})(?![^ ]))",
            Wanted.ANYTHING,
        ),
        (
            rf"^(?:in |at |on |from |for |to )?(?:what|which) (?P<of>(?!(?:{AUX}|{WE}|else|about|happened|came)(?![^ ]))[^ .,;:!?]+)",
            Wanted.ANYTHING,
        ),
    ),
    asking=(
        rf"(?:in |at |on |from |for |to |with |by |since |until )?(?:(?:how (?:many|much|long|often|come)|what (?:time|hour)|what|whats|which|who|whos"
        rf"|whose|whom|where|wheres|when|whens|why|how)(?: (?:{AUX}|t))*(?: (?:{WE})(?! who)(?![^ ]))?(?: to)?"
        rf"|(?:{AUX})(?: t)?(?: (?:{WE}))?(?! to ))"
    ),
    told=(
        rf"(?:what|which|anything|everything|things|stuff|all)(?: (?:that|which|else))?(?: (?:did|have|had|has))? (?:{AUTHORED}){MODESTLY} (?:{NOTED}|(?P<said>{SAID})){BEHIND}(?P<about> (?:about|on|regarding))?",
        rf"(?:did|have|had|ve) (?:i|we){MODESTLY} (?:{NOTED}|(?P<said>{SAID})){BEHIND}(?P<about> (?:about|on|regarding))?",
        rf"{AUTHORED}{MODESTLY} (?:{NOTED}|(?:{SAID})(?: to)? you){BEHIND}(?P<about> (?:about|on|regarding))?",
        r"^(?:all |my |the |show me |any )*(?:notes?|messages?|memories|entries)(?: (?:from|of|in|on|for|sent|made|written|saved|(?P<about>about))(?![^ ]))+",
        r"^(?:all |my |the |any )*(?:notes?|messages?|memories|entries)(?=$| [.,;:!?])",
    ),
    to_others=(
        r" (?:to (?!you(?![^ ])|do(?![^ ])|myself)|(?!you(?![^ ])|while|throughout|about|on|regarding|in|at|from|by|via|over|for|to|that|when|where|who|how|which|what"
        r"|if|and|it|them|those|these|this|as|before|after|since|between|during|last|first|the (?:day|week|weekend|month|night))[^ .,;:!?]+)"
    ),
    ordered=(
        r"^(?:show|list|give|find|get|tell|send|search|look up|look for|open|pull up)(?: me| us)?(?: (?:all|every|each|everything|anything|any))?(?: (?:of )?(?:my|the|our))?(?: about)?",
        r"^(?:all|every|each|everything|anything)(?: (?:of )?(?:my|the|our))?",
        r"(?:everything|anything|something|things|stuff)(?= (?:about|on|i|we|that|from|to))",
        r"in my (?:notes|memories)|from my notes|according to my notes|in here",
        r"^what do (?:i|we) know(?: about)?",
        r"^what do you (?:know|have|remember)(?: (?:about|on))?",
        r"^(?:what|anything|everything)(?: all| else)? (?:happened|has happened|came up|went on|was (?:on|up|going on)|did (?:i|we) (?:do|get up to)|were we (?:doing|up to))",
        r"so far|in total|all together|altogether|all in|please|pls|plz",
        rf"(?:thanks|thank you|again){END}",
        r"^about",
    ),
    generic=r"they|them|their",
    lists=(
        r"^(?:show me |give me |find |get )?(?P<list>list)(?= )",
        rf"^(?:show|give|find|get|list|tell)?(?: ?me| ?us)? ?(?:all|every|each)(?: of)?(?: (?:my|the|our|other))* (?P<of>(?!in |my |the |our |i |we )[^ .,;:!?]+(?: (?!(?:{PREPOSITION}|that|which|i|we)(?![^ ]))[^ .,;:!?]+){{0,2}})",
        rf"(?:all|every)(?: of)?(?: (?:my|the|our))? (?P<of>(?!in |my |the |our )[^ .,;:!?]+)(?: [^ .,;:!?]+)? (?:that )?{AUTHORED}(?![^ ])",
        r"^(?:show|list)(?: me| us)? (?:my|the|our) (?P<of>[^ .,;:!?]+s)",
        r"^my (?:[^ .,;:!?]+ ){0,3}?(?P<of>[^ .,;:!?]+s) so far",
        r"^(?:everything|anything)|everything (?:about|on|i|we|that)|(?:things|stuff) (?:that )?(?:i|we)",
        rf"^(?:what|which) (?P<of>(?:[^ .,;:!?]+ )?[^ .,;:!?]+s)(?: of (?:mine|ours|his|hers|theirs))? (?:have|has|do|does|did) (?:{WE}|my|our|the)(?: [^ .,;:!?]+)? (?:still |ever |already )?(?:noted|saved|tagged|logged|seen|read|watched|have|know|own|like|tried|made|been|visited|bought|need|got|written|want|recommended|recommend)",
        r"^(?:what|which) (?P<of>(?:[^ .,;:!?]+ )?[^ .,;:!?]+[^s .,;:!?]s)(?= (?:have|has) )",
        r"^what(?: else)? (?:do|does|should|must) (?:i|we|he|she|they)(?: still| have to| all)* (?:need to|have to|need|want to|buy|bring|pack)",
        r"^what (?:has|have) (?:the |my |our )?[^ .,;:!?]+ (?:ever )?(?:done|had|got|given|made|bought|been|borrowed)",
        r"^what(?: [^ .,;:!?]+)? of (?:mine|ours) ",
        r"^(?:what|who)(?: all| else)? (?:have|had|has) (?:i|we|he|she|they) (?:ever )?(?:lent|loaned|borrowed)",
        r"^(?P<of>[^ .,;:!?]+s) (?:that )?(?:i|we) (?:ve|have) ",
        r"^what else",
        r"^(?:who|what|where) all",
        r"^(?:tell me (?:all )?about|what do (?:i|we) know about|what do you (?:know|have|remember))",
        r"^what(?: all| else)? (?:happened|has happened|came up|went on|is on|s on|is happening|was (?:on|up|going on))",
        rf"^(?!what |which |how |when |where |who )[^.,;:!?]* (?:at|on|for|of|after) each(?: time| one)?{END}",
        rf"^what (?:else )?did (?:i|we) (?:do|get up to)(?: all day)?{END}",
        r"^(?:packing|shopping|grocery|guest|wish|reading|bucket|to do|todo) list",
        r"over time|so far|in order$",
        r"^(?:all |my |the )*(?:notes|messages|memories|entries)",
        r"^(?:dates|names|times|prices|readings) (?:i|we|of|when|for|that)",
    ),
    counts=(
        r"(?:in |on )?how (?:often|many (?P<of>times|occasions))(?= (?:have|has|did|was|were|had|ve) )",
        rf"(?:in |on )?how many (?P<of>(?:[^ .,;:!?]+ ){{0,3}}?(?:{EVENTS}))(?= (?:[^.,;:!?]* )?(?:have|has|did|was|were|had|this|last|since|so far|in total)(?![^ ]))",
        rf"how many (?P<of>(?:[^ .,;:!?]+ ){{0,3}}?(?:{COLLECTED}))(?= (?:have|did|ve) (?:i|we) |{END}| (?:this|last|since|so far|in total|are there|do (?:i|we) have|in |about |with |from |tagged))",
        rf"how many (?P<of>[^ .,;:!?]+)(?: [^ .,;:!?]+){{0,8}} (?:have|did) (?:i|we){MODESTLY} (?:{NOTED}|tag|tagged|write about|written about|mention|mentioned|read|watched|seen|visited|cooked|been to|run|caught)",
        rf"how many (?P<of>[^ .,;:!?]+) (?:have|did) (?:i|we){MODESTLY} (?:{NOTED}|tag|tagged|mention|mentioned|read|watched|seen|visited|cooked|been to|run|caught)",
        r"^(?:count|number of) (?:all |my |the )*(?P<of>notes|messages|memories|photos|links|recipes|reminders)",
    ),
    numbers=(
        r"how (?:often|many times) [^.,;:!?]*(?:a|an|per|each|every) (?:day|week|month|year|hour|night)",
        r"how many [^.,;:!?]* (?:a|an|per|each|every) (?:day|week|month|year|hour|night|person|lb|pound|kilo|kg)",
        r"how (?:often|many times) (?:do|does|should|must|can|to|is|are)",
        r"how many (?:people|guests|persons|kids|children|adults|tablets|pills|drops|spoons|cups|eggs|grams|degrees|points|pages|seats)",
    ),
    tally=tallying(
        opening=r"(?:how many|count|(?:what is )?(?:the )?number)(?: of)?(?: all)?(?: of)?(?: my| the| our)?",
        names="notes memories entries",
        things="messages things",
        saved=(
            "saved save stored store kept keep noted note written write wrote recorded record logged added tucked told tell"
            " sent send given gave made remembered remember remembering"
        ),
        filling=(
            "have had has do did i we ve you there are is in_total total all altogether so_far by_now up_to_now until_now now"
            " already ever here down away to_you with_you for_me of_mine of_ours got in from on during over within please"
        ),
        attached=(
            "(?:with|having|that have|containing)(?: an?| any| some)?",
            "photos?|pictures?|pics?|images?|screenshots?",
            "videos?|films?|clips?",
            "documents?|pdfs?|files?|attachments?|papers?",
            "(?:voice|audio|recordings?)(?: notes?| messages?)?",
            "links?|urls?",
        ),
    ),
    ahead=(
        r"(?:will|shall|tomorrow|tonight|upcoming|planned|due|going to|what s on|whats on|what is on|coming up|is on|next"
        r"|coming|need to|has to|have to|must|do (?:i|we|you|they) have|does [^ ]+ have|am i|are we|have (?:i|we) got)"
    ),
    over=r"(?:did|was|were|had|happened|went|came|said|told|noted|saved|wrote|sent|texted|have i|have we|ago|yesterday|last)",
    every_year=r"both years|every year|each year|all years|every [^ ]+day|each [^ ]+day",
    occasions=(
        r"(?:the|that) (?P<unit>day|night|morning|evening|weekend|week|month) (?:that |when |of )?(?P<event>[^.,;:!?]+)",
        r"(?:during|on|throughout|over) (?:the|my|our|his|her|their) (?P<event>[^.,;:!?]*?(?:trip|holidays?|vacation|visit|stay|journey|tour|cruise|camp|honeymoon|retreat|festival|conference)(?: (?:to|in|with) [^.,;:!?]+)?)",
        r"(?:while|when) (?:i|we|he|she|they) (?:was|were) (?P<event>[^ .,;:!?]{2,}ing(?: [^.,;:!?]+)?)",
        r"(?:while|when) (?:i|we|he|she|they) (?:was|were) (?P<event>(?:away |staying |over |up |down |out )?(?:in|at|on|with) [^.,;:!?]+)",
    ),
    rolling=r"(?:the )?past (?:day|week|month|year|fortnight|weekend)|(?:in|over|within|during|for) the last (?:day|week|month|year|fortnight)",
    frames=(
        (Frame.NTH_OF, rf"(?:the )?{NTH} (?:(?P<half>half)|(?:{COUNT} )?{UNIT}) (?:of|in)"),
        (Frame.LAST_OF, rf"(?:the )?last (?:{COUNT} )?{UNIT} (?:of|in)"),
        (Frame.UNIT_BEFORE, rf"(?:the )?{UNIT} (?:before|prior to|preceding)(?! last(?: [.,;:!?]|$))"),
        (Frame.UNIT_AFTER, rf"(?:the )?{UNIT} (?:after|following)(?! next(?: [.,;:!?]|$))"),
        (Frame.UNIT_OF, r"(?:the )?(?P<unit>weekend|week) of"),
        (Frame.BEFORE, r"before|prior to|earlier than|up until"),
        (Frame.SINCE, r"(?:ever )?since|starting(?: from| in| on)?|from(?= [^.,;:!?]* (?:on|onwards|onward)(?: |$))"),
        (Frame.AFTER, r"after|later than"),
        (Frame.AROUND, r"around|about|round|near"),
        (Frame.DURING, r"over|during|throughout|all through|through"),
    ),
    placing=r"(?:on|in|at|over|during|since|before|after|by|until|till|this|last|past|next|between|around|throughout|from|of|every|for)",
    attached=r"(?:my|our|your|his|her|their|a|an|s)",
    given="for",
    units={
        "day": 1,
        "night": 1,
        "morning": 1,
        "evening": 1,
        "week": 7,
        "weekend": 0,
        "fortnight": 14,
        "month": 30,
        "year": 365,
    },
    nths={
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "fifth": 5,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "couple of": 2,
        "few": 3,
    },
    facets=(
        (
            "channel:sms",
            r"(?:by|via|per|through|over|as an?) (?:sms|text(?: messages?)?)|(?:in|on) (?:an? )?(?:sms|text messages?)",
        ),
        ("channel:whatsapp", r"(?:by|via|on|over|through|in|from) (?:my )?whats ?app"),
        ("channel:telegram", r"(?:by|via|on|over|through|in|from) telegram"),
        (
            "channel:web",
            r"(?:by|via|on|over|through|in|from) (?:the )?(?:web ?chat|web|browser|website chat)|in the chat",
        ),
        (
            "has:photo",
            r"(?:photos?|pictures?|pics?|images?|screenshots?)(?= (?:of|from|with|i|we|that)(?![^ ]))|(?:all|my|the)(?: my| the)? (?:photos|pictures|pics|images|screenshots)",
        ),
        ("has:voice", r"voice (?:notes?|messages?|memos?)|audio messages?|recordings? (?:of|i)"),
        ("has:video", r"videos?(?= (?:of|from|with|i|we|that)(?![^ ]))|(?:all|my)(?: my| the)? videos"),
        (
            "has:document",
            r"(?:documents|pdfs?|files|attachments)(?= (?:of|from|about|i|we|that|on|with)(?![^ ])|$| [.,;:!?])|(?:all|my)(?: my| the)? (?:documents|pdfs|files|attachments)",
        ),
        ("has:link", r"(?:links|urls|bookmarks)"),
        ("has:location", r"(?:locations|pins)(?= (?:i|we|that) )|shared locations?"),
        ("has:contact", r"contacts(?= (?:i|we|that) )|shared contacts?|contact cards?"),
    ),
    tagged=r"(?:tagged|labelled|labeled)(?: (?:as|with))? (?P<tag>[^ .,;:!?]+)",
    carry_on=r"(?:and|what about|how about|but|same for|what else|who else|where else|anything else|or)",
    pronouns=(
        r"(?:he|she|him|her|hers|his|they|them|their|theirs|it|its|this one|that one|the other one|the same"
        rf"|(?:that|this|those|these)(?= [.,;:!?]|$| (?:was|were|is|are|s|cost|come|mean)(?![^ ]))|(?<!is )(?<!are )(?<!was )(?<!were )there(?= now|{END})|else|ones?{END})"
    ),
    antecedents=r"(?:the|my|our|a|an|your|this|that|these|those|some|every|any) (?!one(?![^ ])|same(?![^ ])|other(?![^ ]))[^ .,;:!?]+|(?!(?:what|who|where|when|how|why|it|that|there|he|she|let)(?![^ ]))[^ ]+ s",
)
