"""The sentences about addresses and who may come in, once for each language; `{names}` are filled in beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class LinkingPhrases:
    """One language."""

    addresses: str
    addresses_email: str
    address_since: str
    open_there: str
    code_sent: str
    code_sent_countersigned: str
    code_not_delivered: str
    code_not_delivered_email: str
    linking_code: str
    which_number: str
    which_email: str
    no_email: str
    not_here: str
    can_link: str
    nothing_to_link: str
    channel_silent: str
    too_many_codes: str
    wrong_code: str
    code_used_up: str
    code_stale: str
    link_stale: str
    linked: str
    linked_email: str
    linked_here: str
    linked_here_email: str
    linked_elsewhere: str
    already_linked: str
    address_taken: str
    email_taken: str
    unlinked: str
    unlink_which: str
    no_such_link: str
    such_address: str
    last_address: str
    by_invitation: str
    takes_nobody: str
    prove_number: str
    proof_used_up: str
    cannot_prove: str
    proving_code: str
    proved: str


_ENGLISH: Final = LinkingPhrases(
    addresses="You can write to me from:",
    addresses_email="I can write to you at:",
    address_since="{address}, since {day}",
    open_there="Open this in {channel} within {minutes} minutes and press Start. It works once:\n{url}",
    code_sent="I've sent a code to {address}. When it arrives, type it here within {minutes} minutes.",
    code_sent_countersigned="I've sent a code to {address}. When it arrives, text it to me with {countersign} behind "
    "it, within {minutes} minutes. I ask for both since anybody can forge the sender of a text message.",
    code_not_delivered="The code could not be delivered to {address}. If the number is right, write something "
    "to me from there, then ask me to link it once more.",
    code_not_delivered_email="The code could not be delivered to {address}. Check how it's written, then ask me again.",
    linking_code="{code} links this address to a Tuckaway. If you asked for it, type it where you asked, within "
    "{minutes} minutes. If you didn't, do nothing, and tell nobody the code.",
    which_number="Which number? Say it with its country code: “link my {channel} +44 7700 900123”.",
    which_email="Which e-mail address? Say it like this: “link my e-mail anna@example.org”.",
    no_email="I can't send e-mail here: whoever runs me has to set that up first.",
    not_here="{channel} isn't set up here.",
    can_link="You can link: {channels}. Say “connect” and which; for a number, the number as well.",
    nothing_to_link="There is no other channel here to link.",
    channel_silent="{channel} doesn't answer me just now. Ask me again in a minute.",
    too_many_codes="That was enough linking for one day. Try again tomorrow.",
    wrong_code="That isn't the code. Tries left: {left}.",
    code_used_up="That wasn't it either, so that code is no good any more. Ask me to link it again for a new one.",
    code_stale="That code is no longer good. Ask me to link it again for a new one.",
    link_stale="That link is no longer good. Ask for a new one where you got it.",
    linked="Linked: {address}. What you write there is kept with the rest.",
    linked_email="Linked: {address}. Say “send my digest by e-mail” to have it come there.",
    linked_here="You're linked. What you tell me here is kept with the rest. "
    "If you didn't ask for that yourself, say “unlink {channel}”.",
    linked_here_email="This address is linked to your Tuckaway now. Nobody reads what is answered to it.",
    linked_elsewhere="Newly linked to your Tuckaway: {address}. If that wasn't you, say “unlink {channel}”.",
    already_linked="{address} is linked already.",
    address_taken="{address} has a Tuckaway of its own with things kept in it, so I left both as they are: I can't "
    "put two together yet. Tell me here what you want of it, forget it there (“list” shows what there is), then link "
    "it again.",
    email_taken="{address} belongs to another Tuckaway. Say “unlink e-mail” there, then ask me here once more.",
    unlinked="Unlinked: {address}. Whoever writes from there sees nothing of yours.",
    unlink_which="Which one shall I unlink?",
    no_such_link="I have no link to {address}. Say “which addresses are linked?” to see yours.",
    such_address="such an address",
    last_address="That is the only address left to you, so I keep it. Link another one first.",
    by_invitation="Hello! I'm a private memory and don't know you yet. If you have an invitation, send me its code.",
    takes_nobody="Hello! I'm a private memory, and there is no room for anybody new just now.",
    prove_number="This number was silent for so long that it may be somebody else's by now. I've sent a code to your "
    "{channel}: type it here within {minutes} minutes, then say again what you wanted.",
    proof_used_up="That wasn't it either, so that code is no good any more. Write to me again for a new one.",
    cannot_prove="I can't be sure that this number is still the same person's, so I keep quiet. Please ask whoever "
    "runs me.",
    proving_code="{code} shows that {address} is still yours; type it there. If you didn't write from there, do "
    "nothing, or say “unlink {channel}”.",
    proved="Thank you, it's you. Say again what you wanted.",
)

_SPANISH: Final = LinkingPhrases(
    addresses="Puedes escribirme desde:",
    addresses_email="Puedo escribirte a:",
    address_since="{address}, desde {day}",
    open_there="Ábrelo en {channel} antes de {minutes} minutos y pulsa Iniciar. Sirve una vez:\n{url}",
    code_sent="He enviado un código a {address}. Cuando llegue, escríbelo aquí antes de {minutes} minutos.",
    code_sent_countersigned="He enviado un código a {address}. Cuando llegue, mándamelo con {countersign} detrás, "
    "antes de {minutes} minutos. Pido los dos porque cualquiera puede falsificar el remitente de un SMS.",
    code_not_delivered="No pude entregar el código a {address}. Si el número es correcto, escríbeme algo desde "
    "allí y pídeme otra vez que lo vincule.",
    code_not_delivered_email="No pude entregar el código a {address}. Mira cómo está escrita y pídemelo otra vez.",
    linking_code="{code} vincula esta dirección con un Tuckaway. Si lo pediste, escríbelo donde lo pediste, antes de "
    "{minutes} minutos. Si no, no hagas nada y no le digas el código a nadie.",
    which_number="¿Qué número? Dilo con el prefijo del país: «vincula mi {channel} +34 600 000 000».",
    which_email="¿Qué dirección de correo? Dilo así: «vincula mi correo anna@example.org».",
    no_email="Aquí no puedo enviar correos: quien me administra tiene que configurarlo antes.",
    not_here="Aquí no hay {channel}.",
    can_link="Puedes vincular: {channels}. Di «conecta» y cuál; si es un número, también el número.",
    nothing_to_link="Aquí no hay ningún otro canal que vincular.",
    channel_silent="{channel} no me contesta ahora mismo. Pídemelo otra vez en un minuto.",
    too_many_codes="Por hoy ya es bastante. Prueba otra vez mañana.",
    wrong_code="Ese no es el código. Intentos que quedan: {left}.",
    code_used_up="Tampoco era ese, así que ese código ya no sirve. Pídeme vincularlo otra vez y te doy otro.",
    code_stale="Ese código ya no sirve. Pídeme vincularlo otra vez y te doy otro.",
    link_stale="Ese enlace ya no sirve. Pide otro donde te lo dieron.",
    linked="Vinculado: {address}. Lo que escribas allí se guarda con lo demás.",
    linked_email="Vinculado: {address}. Di «envíame mi resumen por correo» para recibirlo allí.",
    linked_here="Ya está vinculado. Lo que me cuentes aquí se guarda con lo demás. "
    "Si no lo has pedido tú, di «desvincula {channel}».",
    linked_here_email="Esta dirección ya está vinculada a tu Tuckaway. Nadie lee lo que se responda aquí.",
    linked_elsewhere="Nuevo en tu Tuckaway: {address}. Si no has sido tú, di «desvincula {channel}».",
    already_linked="{address} ya está vinculado.",
    address_taken="{address} tiene su propio Tuckaway con cosas guardadas, así que he dejado los dos como están: "
    "todavía no puedo juntarlos. Cuéntame aquí lo que quieras conservar, olvídalo allí («lista» muestra lo que hay) "
    "y vincúlalo otra vez.",
    email_taken="{address} es de otro Tuckaway. Di allí «desvincula correo» y pídemelo aquí otra vez.",
    unlinked="Desvinculado: {address}. Quien escriba desde allí no ve nada tuyo.",
    unlink_which="¿Cuál desvinculo?",
    no_such_link="No tengo vinculado {address}. Di «¿qué direcciones están vinculadas?» para ver las tuyas.",
    such_address="nada así",
    last_address="Es la única dirección que te queda, así que la conservo. Vincula antes otra.",
    by_invitation="¡Hola! Soy una memoria privada y aún no te conozco. Si tienes una invitación, mándame su código.",
    takes_nobody="¡Hola! Soy una memoria privada y ahora no hay sitio para nadie más.",
    prove_number="Este número ha estado callado tanto tiempo que quizá ya sea de otra persona. He enviado un código a "
    "tu {channel}: escríbelo aquí antes de {minutes} minutos y dime otra vez lo que querías.",
    proof_used_up="Tampoco era ese, así que ese código ya no sirve. Escríbeme otra vez y te envío otro.",
    cannot_prove="No puedo estar seguro de que este número siga siendo de la misma persona, así que me callo. "
    "Pregunta a quien me administra.",
    proving_code="{code} demuestra que {address} sigue siendo tuyo; escríbelo allí. Si no has escrito desde allí, no "
    "hagas nada, o di «desvincula {channel}».",
    proved="Gracias, eres tú. Dime otra vez lo que querías.",
)

_GERMAN: Final = LinkingPhrases(
    addresses="Du kannst mir schreiben von:",
    addresses_email="Ich kann dir schreiben an:",
    address_since="{address}, seit {day}",
    open_there="Öffne das in {channel} innerhalb von {minutes} Minuten und drücke Start. Es geht einmal:\n{url}",
    code_sent="Ich habe einen Code an {address} geschickt. Wenn er da ist, schreib ihn hier, innerhalb von {minutes} "
    "Minuten.",
    code_sent_countersigned="Ich habe einen Code an {address} geschickt. Wenn er da ist, schick ihn mir mit "
    "{countersign} dahinter, innerhalb von {minutes} Minuten. Beides, weil jeder den Absender einer SMS fälschen kann.",
    code_not_delivered="Der Code kam bei {address} nicht an. Wenn die Nummer stimmt, schreib mir von dort "
    "irgendetwas und bitte mich dann noch mal darum.",
    code_not_delivered_email="Der Code kam bei {address} nicht an. Prüf die Schreibweise, dann bitte mich noch mal.",
    linking_code="{code} verknüpft diese Adresse mit einem Tuckaway. Wenn du das wolltest, schreib ihn dort, wo du "
    "darum gebeten hast, innerhalb von {minutes} Minuten. Wenn nicht, tu nichts und sag niemandem den Code.",
    which_number="Welche Nummer? Sag sie mit der Vorwahl des Landes: „verknüpfe mein {channel} +49 151 00000000“.",
    which_email="Welche E-Mail-Adresse? Sag es so: „verknüpfe meine E-Mail anna@example.org“.",
    no_email="E-Mails kann ich hier nicht schicken: Das müssen erst die einrichten, die mich betreiben.",
    not_here="{channel} gibt es hier nicht.",
    can_link="Du kannst verknüpfen: {channels}. Sag „verbinde“ und was; bei einer Nummer auch die Nummer.",
    nothing_to_link="Hier gibt es nichts anderes zu verknüpfen.",
    channel_silent="{channel} antwortet mir gerade nicht. Bitte mich in einer Minute noch mal.",
    too_many_codes="Das war genug für einen Tag. Versuch es morgen wieder.",
    wrong_code="Das ist nicht der Code. Versuche übrig: {left}.",
    code_used_up="Das war er auch nicht, darum gilt dieser Code nicht mehr. Bitte mich noch mal darum, dann kommt "
    "ein neuer.",
    code_stale="Dieser Code gilt nicht mehr. Bitte mich noch mal darum, dann kommt ein neuer.",
    link_stale="Dieser Link gilt nicht mehr. Lass dir dort, wo du ihn her hast, einen neuen geben.",
    linked="Verknüpft: {address}. Was du dort schreibst, kommt zum Übrigen.",
    linked_email="Verknüpft: {address}. Sag „schick meine Zusammenfassung per E-Mail“, dann kommt sie dorthin.",
    linked_here="Verknüpft. Was du mir hier sagst, kommt zum Übrigen. Wenn du das nicht selbst wolltest, "
    "sag „trenne {channel}“.",
    linked_here_email="Diese Adresse ist jetzt mit deinem Tuckaway verknüpft. Antworten darauf liest niemand.",
    linked_elsewhere="Neu mit deinem Tuckaway verknüpft: {address}. Wenn du das nicht warst, sag „trenne {channel}“.",
    already_linked="{address} ist schon verknüpft.",
    address_taken="{address} hat ein eigenes Tuckaway, in dem etwas liegt, darum habe ich beide gelassen, wie sie "
    "sind: Zusammenlegen kann ich noch nicht. Sag mir hier, was du davon behalten willst, vergiss es dort („Liste“ "
    "zeigt, was da ist), und verknüpfe sie dann noch einmal.",
    email_taken="{address} gehört zu einem anderen Tuckaway. Sag dort „trenne E-Mail“ und bitte mich hier noch einmal.",
    unlinked="Getrennt: {address}. Wer von dort schreibt, sieht nichts von dir.",
    unlink_which="Welche soll ich trennen?",
    no_such_link="{address} ist nicht verknüpft. Sag „welche Adressen sind verknüpft?“, um deine zu sehen.",
    such_address="So etwas",
    last_address="Das ist die einzige Adresse, die dir bleibt, darum behalte ich sie. Verknüpfe erst eine andere.",
    by_invitation="Hallo! Ich bin ein privates Gedächtnis und kenne dich noch nicht. Wenn du eine Einladung hast, "
    "schick mir ihren Code.",
    takes_nobody="Hallo! Ich bin ein privates Gedächtnis, und gerade ist für niemanden mehr Platz.",
    prove_number="Diese Nummer hat so lange geschwiegen, dass sie inzwischen jemand anderem gehören kann. Ich habe "
    "einen Code an dein {channel} geschickt: Schreib ihn hier, innerhalb von {minutes} Minuten, und sag noch mal, was "
    "du wolltest.",
    proof_used_up="Das war er auch nicht, darum gilt dieser Code nicht mehr. Schreib mir noch mal, dann kommt ein "
    "neuer.",
    cannot_prove="Ich weiß nicht sicher, ob diese Nummer noch derselben Person gehört, darum schweige ich. Frag bitte "
    "bei denen nach, die mich betreiben.",
    proving_code="{code} zeigt, dass {address} noch dir gehört; schreib ihn dort. Wenn du nicht von dort geschrieben "
    "hast, tu nichts, oder sag „trenne {channel}“.",
    proved="Danke, du bist es. Sag noch mal, was du wolltest.",
)

_FRENCH: Final = LinkingPhrases(
    addresses="Tu peux m'écrire depuis :",
    addresses_email="Je peux t'écrire à :",
    address_since="{address}, depuis {day}",
    open_there="Ouvre ceci dans {channel} d'ici {minutes} minutes et appuie sur Démarrer. Il ne sert qu'une fois :\n"
    "{url}",
    code_sent="J'ai envoyé un code à {address}. Quand il arrive, écris-le ici, d'ici {minutes} minutes.",
    code_sent_countersigned="J'ai envoyé un code à {address}. Quand il arrive, envoie-le-moi suivi de {countersign}, "
    "d'ici {minutes} minutes. Je demande les deux, car n'importe qui peut falsifier l'expéditeur d'un SMS.",
    code_not_delivered="Je n'ai pas pu remettre le code à {address}. Si le numéro est juste, écris-moi quelque "
    "chose de là-bas, puis redemande-moi de le relier.",
    code_not_delivered_email="Je n'ai pas pu remettre le code à {address}. Vérifie-la, puis redemande-moi.",
    linking_code="{code} relie cette adresse à un Tuckaway. Si tu l'as demandé, écris-le là où tu l'as demandé, d'ici "
    "{minutes} minutes. Sinon, ne fais rien et ne donne le code à personne.",
    which_number="Quel numéro ? Dis-le avec l'indicatif du pays : « relie mon {channel} +33 6 00 00 00 00 ».",
    which_email="Quelle adresse e-mail ? Dis-le ainsi : « relie mon e-mail anna@example.org ».",
    no_email="Je ne peux pas envoyer d'e-mail ici : qui s'occupe de moi doit d'abord l'installer.",
    not_here="{channel} n'est pas installé ici.",
    can_link="Tu peux relier : {channels}. Dis « connecte » et lequel ; pour un numéro, le numéro aussi.",
    nothing_to_link="Il n'y a pas d'autre canal à relier ici.",
    channel_silent="{channel} ne me répond pas pour l'instant. Redemande-moi dans une minute.",
    too_many_codes="C'est assez pour aujourd'hui. Réessaie demain.",
    wrong_code="Ce n'est pas le code. Essais restants : {left}.",
    code_used_up="Ce n'était pas lui non plus, ce code n'est donc plus bon. Redemande-moi de relier et j'en envoie un "
    "autre.",
    code_stale="Ce code n'est plus bon. Redemande-moi de relier et j'en envoie un autre.",
    link_stale="Ce lien n'est plus bon. Demandes-en un autre là où tu l'as reçu.",
    linked="C'est relié : {address}. Ce que tu y écris est gardé avec le reste.",
    linked_email="C'est relié : {address}. Dis « envoie mon résumé par e-mail » pour l'y recevoir.",
    linked_here="C'est relié. Ce que tu me dis ici est gardé avec le reste. "
    "Si tu ne l'as pas demandé toi-même, dis « délie {channel} ».",
    linked_here_email="Cette adresse est maintenant reliée à ton Tuckaway. Personne ne lit les réponses.",
    linked_elsewhere="Nouveau dans ton Tuckaway : {address}. Si ce n'était pas toi, dis « délie {channel} ».",
    already_linked="{address} est déjà relié.",
    address_taken="{address} a son propre Tuckaway, avec des choses dedans, alors j'ai laissé les deux tels quels : "
    "je ne sais pas encore en réunir deux. Dis-moi ici ce que tu veux en garder, oublie-le là-bas (« liste » montre "
    "ce qu'il y a), puis relie-la encore.",
    email_taken="{address} appartient à un autre Tuckaway. Dis-y « délie e-mail », puis redemande-moi ici.",
    unlinked="C'est délié : {address}. Qui écrit de là ne voit rien de toi.",
    unlink_which="Lequel dois-je délier ?",
    no_such_link="Je n'ai pas de lien avec {address}. Dis « quelles adresses sont reliées ? » pour voir les tiennes.",
    such_address="rien de tel",
    last_address="C'est la seule adresse qui te reste, alors je la garde. Relies-en d'abord une autre.",
    by_invitation="Bonjour ! Je suis une mémoire privée et je ne te connais pas encore. Si tu as une invitation, "
    "envoie-moi son code.",
    takes_nobody="Bonjour ! Je suis une mémoire privée, et il n'y a plus de place pour l'instant.",
    prove_number="Ce numéro est resté muet si longtemps qu'il est peut-être à quelqu'un d'autre. J'ai envoyé un code "
    "sur ton {channel} : écris-le ici d'ici {minutes} minutes, puis redis-moi ce que tu voulais.",
    proof_used_up="Ce n'était pas lui non plus, ce code n'est donc plus bon. Écris-moi encore et j'en envoie un autre.",
    cannot_prove="Je ne suis pas sûr que ce numéro soit encore à la même personne, alors je me tais. Demande à qui "
    "s'occupe de moi.",
    proving_code="{code} montre que {address} est toujours à toi ; écris-le là-bas. Si tu n'as pas écrit de là, ne "
    "fais rien, ou dis « délie {channel} ».",
    proved="Merci, c'est bien toi. Redis-moi ce que tu voulais.",
)

_PORTUGUESE: Final = LinkingPhrases(
    addresses="Podes escrever-me de:",
    addresses_email="Posso escrever-te para:",
    address_since="{address}, desde {day}",
    open_there="Abre isto no {channel} dentro de {minutes} minutos e carrega em Iniciar. Só serve uma vez:\n{url}",
    code_sent="Enviei um código para {address}. Quando chegar, escreve-o aqui, dentro de {minutes} minutos.",
    code_sent_countersigned="Enviei um código para {address}. Quando chegar, manda-mo com {countersign} a seguir, "
    "dentro de {minutes} minutos. Peço os dois porque qualquer pessoa pode falsificar o remetente de um SMS.",
    code_not_delivered="Não consegui entregar o código a {address}. Se o número está certo, escreve-me qualquer "
    "coisa de lá e pede-me outra vez para o ligar.",
    code_not_delivered_email="Não consegui entregar o código a {address}. Vê como está escrito e pede-me outra vez.",
    linking_code="{code} liga este endereço a um Tuckaway. Se o pediste, escreve-o onde o pediste, dentro de {minutes} "
    "minutos. Se não, não faças nada e não digas o código a ninguém.",
    which_number="Que número? Diz com o indicativo do país: «liga o meu {channel} +351 910 000 000».",
    which_email="Que endereço de e-mail? Diz assim: «liga o meu e-mail anna@example.org».",
    no_email="Aqui não consigo enviar e-mails: quem trata de mim tem de configurar isso primeiro.",
    not_here="Aqui não há {channel}.",
    can_link="Podes ligar: {channels}. Diz «conecta» e qual; se for um número, também o número.",
    nothing_to_link="Aqui não há mais nenhum canal para ligar.",
    channel_silent="O {channel} não me responde agora. Pede-me outra vez daqui a um minuto.",
    too_many_codes="Por hoje já chega. Tenta outra vez amanhã.",
    wrong_code="Esse não é o código. Tentativas que restam: {left}.",
    code_used_up="Também não era esse, por isso esse código já não serve. Pede-me para ligar outra vez e envio outro.",
    code_stale="Esse código já não serve. Pede-me para ligar outra vez e envio outro.",
    link_stale="Essa ligação já não serve. Pede outra onde a recebeste.",
    linked="Ligado: {address}. O que escreveres lá fica guardado com o resto.",
    linked_email="Ligado: {address}. Diz «envia-me o resumo por e-mail» para o receberes lá.",
    linked_here="Está ligado. O que me disseres aqui fica guardado com o resto. "
    "Se não foste tu a pedir, diz «desliga {channel}».",
    linked_here_email="Este endereço está agora ligado ao teu Tuckaway. Ninguém lê as respostas.",
    linked_elsewhere="Novo no teu Tuckaway: {address}. Se não foste tu, diz «desliga {channel}».",
    already_linked="{address} já está ligado.",
    address_taken="{address} tem o seu próprio Tuckaway com coisas guardadas, por isso deixei os dois como estão: "
    "ainda não sei juntar dois. Diz-me aqui o que queres guardar, esquece-o lá («lista» mostra o que há) e liga-o "
    "outra vez.",
    email_taken="{address} é de outro Tuckaway. Diz lá «desliga e-mail» e pede-me aqui outra vez.",
    unlinked="Desligado: {address}. Quem escrever de lá não vê nada teu.",
    unlink_which="Qual devo desligar?",
    no_such_link="Não tenho ligação a {address}. Diz «que endereços estão ligados?» para veres os teus.",
    such_address="nada assim",
    last_address="É o único endereço que te resta, por isso fico com ele. Liga primeiro outro.",
    by_invitation="Olá! Sou uma memória privada e ainda não te conheço. Se tens um convite, manda-me o código.",
    takes_nobody="Olá! Sou uma memória privada e agora não há lugar para mais ninguém.",
    prove_number="Este número esteve calado tanto tempo que já pode ser de outra pessoa. Enviei um código para o teu "
    "{channel}: escreve-o aqui dentro de {minutes} minutos e diz outra vez o que querias.",
    proof_used_up="Também não era esse, por isso esse código já não serve. Escreve-me outra vez e envio outro.",
    cannot_prove="Não tenho a certeza de que este número ainda seja da mesma pessoa, por isso calo-me. Pergunta a quem "
    "trata de mim.",
    proving_code="{code} mostra que {address} ainda é teu; escreve-o lá. Se não escreveste de lá, não faças nada, ou "
    "diz «desliga {channel}».",
    proved="Obrigado, és tu. Diz outra vez o que querias.",
)

PHRASES: Final[Mapping[str, LinkingPhrases]] = {
    "en": _ENGLISH,
    "es": _SPANISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "pt": _PORTUGUESE,
}
