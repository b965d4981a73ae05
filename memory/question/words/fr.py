"""French words of asking, folded: "qu'est-ce que" is "qu est ce que"."""

from typing import Final

from memory.question.asked import Wanted
from memory.question.words.vocabulary import END, Frame, Words, alternatives, tallying

NOTED: Final = alternatives(
    "note notes notee notees enregistre enregistree enregistres sauvegarde garde marque inscrit"
)
SAID: Final = alternatives("dit raconte envoye envoyee ecrit ecrite mentionne parle transmis partage")
NOT: Final = r"(?!(?:avec|sur|dans|en|au|aux|pour|a|de|du|des|par|depuis|que|et|j|ai|est|sont|sera|a|ont)(?![^ ]))"
HOLDERS: Final = (
    r"(?:(?:quel(?:le)?s?|c est quoi|qu est ce que|que) )?(?:(?:est|etait|sont|etaient) )?"
    r"(?:(?:le|la|les|l|mon|ma|notre|un|une|son|sa) )?"
)
UNIT: Final = r"(?P<unit>jour|semaine|week end|mois|an|annee|quinzaine)s?"


def headed(words: str) -> str:
    """That a noun is asked for by itself: "quel est le … de Paul", "… de la chaudière"."""
    return rf"^{HOLDERS}(?P<of>{words})"


QU: Final = r"(?:qu est ce que|est ce que|que|qu)"

WORDS: Final = Words(
    language="fr",
    themselves=frozenset(
        "note notes message messages chose choses souvenir souvenirs".split()  # noqa: SIM905 - a word list reads better as prose
    ),
    leads=(
        r"(?:et|mais|s il te plait|stp|svp|s il vous plait|salut|bonjour|bon|alors|dis moi|rappelle moi|tu peux me (?:dire|rappeler)|peux tu me (?:dire|rappeler)"
        r"|tu sais|sais tu|j ai besoin (?:de|du)|je cherche|je ne sais plus|je veux savoir|encore|si)"
    ),
    wanted=(
        (r"^(?:a |avec |de |pour |chez )?qui", Wanted.PERSON),
        (r"^c est qui", Wanted.PERSON),
        (r"^(?:d )?(?:ou|c est ou)", Wanted.PLACE),
        (r"^pourquoi", Wanted.REASON),
        (r"^(?:a |vers )?quelle heure", Wanted.TIME),
        (r"^quand (?:faut il|dois je|doit on|est ce qu il faut|peut on)", Wanted.TIME),
        (r"^(?:depuis |jusqu a |c est )?quand", Wanted.DATE),
        (r"^(?:en |a )?quel(?:le)?s? (?P<of>jour|date|mois|annee)", Wanted.DATE),
        (r"^(?:pendant |depuis )?combien de temps", Wanted.DURATION),
        (
            r"^(?:pendant )?combien de? (?P<of>secondes|minutes|heures|jours|nuits|semaines|mois|ans|annees)",
            Wanted.DURATION,
        ),
        (
            r"^(?:combien|que|qu) [^.,;:!?]*(?<![^ ])(?:coute|coutent|coutait|paye|paie|payer|dois|doit|doivent|devait|depense|vaut|facture|gagne)",
            Wanted.MONEY,
        ),
        (r"^(?:combien d argent|c est combien|combien c etait|combien etait|combien est)", Wanted.MONEY),
        (r"^combien (?:mesure|pese|de (?:litres|grammes|kilos|farine|sucre|ml|mg))", Wanted.MEASURE),
        (r"^(?:en )?(?:combien|quel age|a quelle frequence)", Wanted.NUMBER),
        (r"^comment (?:s appelle|s appellent|s appelait|se nomme)", Wanted.NAME),
        (
            headed(
                r"numero(?: de (?:telephone|portable|tel))?(?= (?:de|du|d|des)(?! (?:serie|police|reservation|commande|dossier|compte|client|passeport|puce|facture|contrat))(?![^ ]))|numero de (?:telephone|portable)|telephone|portable"
            ),
            Wanted.PHONE,
        ),
        (headed(r"adresse (?:mail|e ?mail|electronique)|e ?mail|mail|courriel"), Wanted.EMAIL),
        (headed(r"lien|site(?: web)?|page web|url"), Wanted.LINK),
        (headed(r"adresse|code postal"), Wanted.ADDRESS),
        (
            headed(
                r"code|digicode|mot de passe|pin|wifi|wi fi|combinaison|plaque|immatriculation|reference"
                r"|numero de (?:serie|police|reservation|commande|dossier|compte|client|passeport|puce|facture|contrat)"
            ),
            Wanted.CODE,
        ),
        (headed(r"nom(?: de famille)?|prenom"), Wanted.NAME),
        (headed(r"anniversaire|date(?: d[eu]? [^ ]+)?"), Wanted.DATE),
        (headed(r"prix|cout|tarif|loyer|caution|budget|montant|acompte"), Wanted.MONEY),
        (
            headed(
                r"taille|pointure|poids|hauteur|dose|posologie|temperature|pression|largeur|longueur|kilometrage|dimensions"
            ),
            Wanted.MEASURE,
        ),
        (
            r"^(?:dans |a |en |sur )?quel(?:le)?s? (?P<of>endroit|lieu|ville|pays|rue|hopital|restaurant|magasin|hotel|aeroport|salle|tiroir|placard)",
            Wanted.PLACE,
        ),
        (r"^comment", Wanted.WAY),
        (
            r"^(?:est ce qu(?:e)?|est|sont|a t|ai je|as tu|y a t|peut|peux|puis|doit|dois|c est|il y a|avons nous|faut il)",
            Wanted.YES_NO,
        ),
        (r"(?:wi fi|wifi|mot de passe)", Wanted.CODE),
        (rf"^(?:dans |a |en |sur |avec |pour |de )?quel(?:le)?s? (?P<of>{NOT}[^ .,;:!?]+)", Wanted.ANYTHING),
    ),
    asking=(
        r"(?:a |avec |de |d |en |pour |chez |depuis |dans )?(?:quelle heure|qu est ce qu[ei]?|c est quoi|c est qui|quel(?:le)?s?|que|qu|qui|ou|quand|comment|pourquoi|combien(?: de| d)?)"
        r"(?: (?:est ce qu[ei]?|est|sont|etait|etaient|ai|a|as|avons|ont|t|il|elle|on|je|j|nous)(?![^ ]))*"
    ),
    told=(
        rf"{QU}(?: (?:j|je|nous))?(?: (?:t|te|vous))? (?:ai|ai je|avais je|avons nous|avais|avons)(?: (?:deja|bien))? (?:{NOTED}|(?P<said>{SAID}))(?P<about> (?:sur|a propos de|a propos du|concernant|au sujet de|au sujet du))?",
        rf"(?:ce que |tout ce que |choses que )?j (?:t )?(?:ai|avais) (?:{NOTED}|(?P<said>{SAID}))(?P<about> (?:sur|a propos de|a propos du|concernant))?",
        r"^(?:toutes? |tous |mes |les )*(?:notes|messages)(?: (?:de|du|en|d|(?P<about>sur))(?![^ ]))*",
    ),
    to_others=r" (?:a|au|aux) ",
    ordered=(
        r"^(?:montre moi|montre|donne moi|donne|liste|cherche|trouve)(?: (?:tous|toutes|tout))?(?: (?:les|mes|nos|la liste des?))?",
        r"^(?:tous|toutes|tout)(?: (?:les|mes|nos|ce que|ce qui|sur))?",
        r"^qu est ce qui (?:s est passe|se passait)|^que s est il passe",
        r"dans mes notes|selon mes notes|jusqu ici|au total|s il te plait|stp|svp|merci",
        r"^(?:qu est ce que je sais|que sais je|que sais tu)(?: (?:de|du|sur))?",
    ),
    lists=(
        r"^(?:montre moi|montre|donne moi|liste)?(?: ?tous| ?toutes)(?: (?:les|mes|nos))* (?P<of>(?!ce )[^ .,;:!?]+)",
        r"^(?:liste|la liste)",
        r"^(?:montre moi|montre|donne moi|liste) (?:mes|les|nos) (?P<of>[^ .,;:!?]+)",
        r"^tout (?:ce|sur)",
        r"^quel(?:le)?s (?P<of>[^ .,;:!?]+s)(?: est ce que)? (?:ai je|j ai|avons nous|je connais|on a|y a t|nous avons)",
        r"^(?:qu est ce qu(?:il|on|e)?|que|qu)(?: il| on| nous)? (?:faut il|nous faut|faut|reste|doit|devons)",
        r"^(?:quoi d autre|que [^ ]+ d autre)",
        r"^(?:qu est ce qui s est passe|que s est il passe|qu y a t il|que sais je)",
        r"^mes [^ .,;:!?]+s",
    ),
    counts=(
        r"combien de (?P<of>fois)(?= (?:suis|ai|avons|est|a|est ce que je suis|est ce que j ai|j ai|je suis|nous)(?![^ ]))",
        rf"combien de? (?P<of>[^ .,;:!?]+)(?: est ce que)? (?:ai je|j ai|avons nous|nous avons) (?:{NOTED}|lus?|vus?|vues?|visites?|lues?|cuisines?)",
        r"combien de? (?P<of>livres|films|recettes|notes|idees|series|photos|visites|voyages|paiements|restaurants)(?= (?:[^.,;:!?]* )?(?:ai|j ai|avons|cette|ce|depuis|y a)(?![^ ]))",
    ),
    numbers=(
        r"combien de? [^.,;:!?]*(?:par) (?:jour|semaine|mois|an|heure|personne)",
        r"combien de fois (?:faut|dois|doit|par)",
    ),
    tally=tallying(
        opening=r"(?:(?:j ai |c est )?combien|compte|(?:le )?nombre)(?: d[e]?)?(?: tou(?:te)?s)?(?: mes| les)?",
        names="notes souvenirs",
        things="messages choses",
        saved=(
            "enregistre enregistres enregistree enregistrees sauvegarde sauvegardes sauvegardee sauvegardees note notes notee"
            " notees garde gardes gardee gardees conserve conserves conservees envoye envoyes envoyee envoyees ecrit ecrits"
            " ecrites dit dits dites raconte racontes racontees confie confies confiees fait faits faites ajoute ajoutes ajoutees"
        ),
        filling=(
            "ai je j avons nous as tu est_ce_que y a t il en_tout au_total total jusqu_ici jusqu_a_present deja maintenant m me"
            " te t ici a_moi en de du depuis pendant stp svp"
        ),
        attached=(
            "avec(?: une?| des)?",
            "photos?|images?|captures?",
            "videos?|films?",
            "documents?|pdfs?|fichiers?|pieces jointes",
            "(?:notes?|messages?) vocau?x?(?:ales)?|vocaux|audios?",
            "liens?",
        ),
    ),
    ahead=r"(?:demain|prochain|prochaine|vient|viennent|viendra|avons nous|ai je|est prevu|prevu|y a t il|faut|dois|sera|seront|apres demain)",
    over=r"(?:ete|etait|etaient|avait|hier|dernier|derniere|passe|note|dit|envoye|ecrit|fait|enregistre|avons nous [^ ]+e)",
    every_year=r"les deux annees|chaque annee|tous les ans",
    occasions=(
        r"le (?P<unit>jour|soir|week end) (?:ou|que) (?P<event>[^.,;:!?]+)",
        r"(?:pendant|durant|lors de) (?:le|la|les|l|notre|mon|ma|nos|mes) ?(?P<event>(?:voyage|vacances|visite|sejour|week end)[^.,;:!?]*)",
        r"quand (?:j etais|on etait|nous etions|je suis alle|nous sommes alles) (?P<event>(?:a|au|aux|en|chez|dans) [^.,;:!?]+)",
    ),
    rolling=r"(?:ces|les) \S+ dernier(?:e)?s|au cours (?:du|de la) dernier(?:e)? (?:mois|semaine|annee)",
    frames=(
        (
            Frame.NTH_OF,
            rf"(?:la |le )?(?P<nth>premier|premiere|deuxieme|seconde?|troisieme|quatrieme) {UNIT} (?:de|du|d)",
        ),
        (
            Frame.NTH_OF,
            rf"(?:les )?(?P<count>\d{{1,2}}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix) premi(?:er|ere)s {UNIT} (?:de|du|d)",
        ),
        (Frame.LAST_OF, rf"(?:la |le )?derni(?:er|ere) {UNIT} (?:de|du|d)"),
        (Frame.UNIT_BEFORE, rf"(?:la |le |l )?{UNIT} (?:avant|precedant)(?: la| le| l)?"),
        (Frame.UNIT_AFTER, rf"(?:la |le |l )?{UNIT} (?:apres|suivant)(?: la| le| l)?"),
        (Frame.UNIT_OF, r"(?:la |le )?(?P<unit>week end|semaine) du"),
        (Frame.BEFORE, r"avant(?: la| le| l)?"),
        (
            Frame.SINCE,
            r"depuis(?: la| le| l)?|a partir (?:de|du)|des(?= (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|le)(?![^ ]))",
        ),
        (Frame.AFTER, r"apres(?! demain)(?: la| le| l)?"),
        (
            Frame.AROUND,
            r"vers(?= (?:le|la|noel|paques|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?![^ ]))|autour (?:de|du)",
        ),
        (Frame.DURING, r"pendant(?: la| le| l)?|durant(?: la| le| l)?|au cours (?:de|du)(?! dernier)"),
    ),
    placing=r"(?:en|le|la|l|a|au|pendant|durant|depuis|avant|apres|jusqu|ce|cet|cette|dernier|derniere|prochain|prochaine|entre|du|de|d)",
    attached=r"(?:mon|ma|notre|son|sa|un|une|chaque)",
    given="pour",
    units={"jour": 1, "semaine": 7, "week end": 0, "quinzaine": 15, "mois": 30, "moi": 30, "an": 365, "annee": 365},
    nths={
        "premier": 1,
        "premiere": 1,
        "deuxieme": 2,
        "second": 2,
        "seconde": 2,
        "troisieme": 3,
        "quatrieme": 4,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
        "six": 6,
        "sept": 7,
        "huit": 8,
        "neuf": 9,
        "dix": 10,
    },
    within="en",
    facets=(
        ("channel:sms", r"(?:par|via|en) (?:sms|texto)"),
        ("channel:whatsapp", r"(?:par|via|sur|dans) whats ?app"),
        ("channel:telegram", r"(?:par|via|sur|dans) telegram"),
        ("channel:web", r"(?:sur|par|dans) (?:le chat|le web|le navigateur)"),
        (
            "has:photo",
            r"(?:photos?|images?|captures)(?= (?:de|du|des|d|que|avec)(?![^ ]))|(?:mes|les|toutes les) (?:photos|images)",
        ),
        ("has:voice", r"messages? voca(?:l|ux)|notes? vocales?|vocaux"),
        ("has:video", r"videos?(?= (?:de|du|des|d|que|avec)(?![^ ]))|mes videos"),
        (
            "has:document",
            r"(?:mes|les|tous les) (?:documents|pdfs?|fichiers)|(?:documents|pdfs|fichiers)(?= (?:de|du|que|sur) )",
        ),
        ("has:link", r"liens"),
        ("has:location", r"localisations|positions partagees"),
        ("has:contact", r"contacts(?= (?:que|partages))"),
    ),
    tagged=r"(?:etiquetee?s?|taguee?s?) (?P<tag>[^ .,;:!?]+)",
    carry_on=r"(?:et|quoi d autre|qui d autre|mais)",
    pronouns=rf"(?:il(?! y a| faut| te plait| vous plait)|elle|ils|elles|lui|leur|leurs|sien|sienne|son|sa|ses|ca{END}|cela|la bas|le meme|la meme)",
    antecedents=r"(?:le|la|les|l|mon|ma|mes|un|une|ce|cette|cet|du|notre) (?!meme(?![^ ])|bas(?![^ ]))[^ .,;:!?]+",
)
