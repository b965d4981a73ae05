"""Spanish words of asking, folded: "año" is "ano"."""

from typing import Final

from memory.question.asked import Wanted
from memory.question.words.vocabulary import END, Frame, Words, alternatives, tallying

NOTED: Final = alternatives(
    "apunte apuntado apuntamos anote anotado anotamos guarde guardado guardamos registre registrado etiquetado grabe"
    " grabado deje_escrito"
)
SAID: Final = alternatives(
    "dije dicho conte contado mande mandado envie enviado escribi escrito mencione mencionado comente comentado pase"
)
NOT: Final = r"(?!(?:con|sobre|en|para|a|al|de|del|por|desde|que|y|he|ha|hay)(?![^ ]))"
NOUNS: Final = r"(?:(?!(?:con|sobre|en|para|a|por|desde|tiene|hay)(?![^ ]))[^ .,;:!?]+ ){0,3}"
HOLDERS: Final = r"(?:(?:cual(?:es)?|que) )?(?:(?:es|era|son|fue|tiene|hay) )?(?:(?:el|la|los|las|mi|su|un|una) )?"
UNIT: Final = r"(?P<unit>dia|semana|fin de semana|mes|ano|quincena)s?"


def headed(words: str) -> str:
    """That a noun is asked for by itself: "cuál es el … de Ana", "… de la caldera"."""
    return rf"^{HOLDERS}(?P<of>{words})"


WORDS: Final = Words(
    language="es",
    themselves=frozenset(
        "nota notas mensaje mensajes cosa cosas recuerdo recuerdos".split()  # noqa: SIM905 - a word list reads better as prose
    ),
    leads=(
        r"(?:y|pero|por favor|oye|hola|bueno|a ver|me (?:puedes )?(?:dices|decir|dices|recuerdas|recordar)|(?:dime|recuerdame|busca|buscame)"
        r"|puedes decirme|podrias decirme|sabes|recuerdas|necesito(?: saber)?|no (?:recuerdo|encuentro|me acuerdo de)|quiero saber|otra vez)"
    ),
    wanted=(
        (r"^(?:a |con |de |para |por )?(?:quien|quienes)", Wanted.PERSON),
        (r"^(?:a |de |en |por )?(?:donde|adonde)", Wanted.PLACE),
        (r"^por que", Wanted.REASON),
        (r"^(?:a )?que hora", Wanted.TIME),
        (r"^cuando (?:hay que|debo|tengo que|se|puedo|toca)", Wanted.TIME),
        (r"^(?:desde |hasta |para )?cuando", Wanted.DATE),
        (r"^(?:en |de )?que (?P<of>dia|fecha|mes|ano)", Wanted.DATE),
        (r"^(?:durante )?cuanto (?:tiempo|dura|duro|tarda|tardo|se tarda)", Wanted.DURATION),
        (r"^cuant[oa]s (?P<of>segundos|minutos|horas|dias|noches|semanas|meses|anos)", Wanted.DURATION),
        (r"^(?:en |con )?(?:cuant[oa]s|cada cuanto|con que frecuencia|que edad)", Wanted.NUMBER),
        (
            r"^(?:cuanto|que) [^.,;:!?]*(?<![^ ])(?:cuesta|cuestan|costo|costaron|cobra|cobro|pago|pague|pagamos|pagar|pagado|debo|debe"
            r"|deben|debia|gaste|gasto|gastamos|vale|valia|ganaba|gana)",
            Wanted.MONEY,
        ),
        (r"^cuanto (?:es|era|fue|dinero|sale|salio)", Wanted.MONEY),
        (r"^(?:cuanto mide|cuanto pesa|cuant[oa]|que (?:tan|tamano|talla|numero calza))", Wanted.MEASURE),
        (r"^como se (?:llama|llaman|llamaba|apellida)", Wanted.NAME),
        (headed(r"(?:numero de )?(?:telefono|movil|celular)(?: de contacto)?"), Wanted.PHONE),
        (headed(r"correo(?: electronico)?|e ?mail|direccion de correo"), Wanted.EMAIL),
        (headed(r"enlace|link|pagina web|web|url"), Wanted.LINK),
        (headed(r"direccion|codigo postal"), Wanted.ADDRESS),
        (
            headed(
                r"codigo|clave|contrasena|pin|wifi|wi fi|combinacion|matricula|referencia|localizador"
                r"|numero de (?:serie|poliza|reserva|pedido|referencia|cuenta|socio|pasaporte|chip|factura|licencia|expediente|cliente)"
            ),
            Wanted.CODE,
        ),
        (headed(r"nombre|apellidos?"), Wanted.NAME),
        (headed(r"cumpleanos|cumple|aniversario|fecha(?: de [^ ]+)?"), Wanted.DATE),
        (headed(r"precio|coste|costo|tarifa|alquiler|cuota|presupuesto|deposito|fianza"), Wanted.MONEY),
        (
            headed(r"talla|tamano|medidas?|peso|altura|dosis|temperatura|presion|ancho|largo|kilometraje"),
            Wanted.MEASURE,
        ),
        (
            r"^(?:en |a |de )?que (?P<of>sitio|lugar|ciudad|pueblo|pais|calle|hospital|restaurante|tienda|hotel|aeropuerto|sala|cajon)",
            Wanted.PLACE,
        ),
        (r"^como", Wanted.WAY),
        (
            r"^(?:es|esta|estan|son|era|fue|tiene|tienen|tengo|tenemos|hay|puede|puedo|podemos|ha|han|he|hemos|debo|come|va|viene)",
            Wanted.YES_NO,
        ),
        (r"(?:wi fi|wifi|contrasena)", Wanted.CODE),
        (
            rf"^(?:en |de |a |con |para )?que (?P<of>{NOT}(?!(?:me|te|se|le|nos|dije|paso|tengo|hay|es|era|sabes|se)(?![^ ]))[^ .,;:!?]+)",
            Wanted.ANYTHING,
        ),
    ),
    asking=(
        r"(?:a |con |de |en |para |por |desde |hasta )?(?:que hora|que|quien|quienes|cual|cuales|donde|adonde|cuando|como|cuant[oa]s?)"
        r"(?: (?:es|son|era|fue|esta|estan|estaba|hay|he|ha|han|hemos|se|me|te|le|nos))*"
    ),
    told=(
        rf"(?:que|lo que|todo lo que|cosas que|algo que) (?:te |me )?(?:he |habia |hemos )?(?:{NOTED}|(?P<said>{SAID}))(?P<about> (?:sobre|de|del|acerca de))?",
        rf"(?:te )?(?:he |habia |hemos )(?:{NOTED}|(?P<said>{SAID}))(?P<about> (?:sobre|acerca de))?",
        rf"te (?:{SAID})(?P<about> (?:sobre|acerca de))?",
        r"^(?:todas? |mis |las |los )*(?:notas|mensajes|apuntes)(?: (?:de|del|en|(?P<about>sobre))(?![^ ]))*",
    ),
    to_others=r" (?:a|al) ",
    ordered=(
        r"^(?:muestrame|ensename|dame|lista|enumera|busca|quiero ver)(?: (?:todos?|todas?))?(?: (?:los|las|mis|nuestros|nuestras))?",
        r"^(?:todos?|todas?)(?: (?:los|las|mis|nuestros|nuestras|lo))?",
        r"^que (?:paso|ha pasado|hicimos|hice|hubo)",
        r"en mis notas|segun mis notas|hasta ahora|en total|por favor|gracias",
        r"^que (?:se|sabes|sabemos|tengo|tienes)(?: (?:de|sobre|del))?",
    ),
    lists=(
        r"^(?:muestrame|ensename|dame|lista|enumera)?(?: ?todos?| ?todas?)(?: (?:los|las|mis|nuestros|nuestras))* (?P<of>(?!lo |que )[^ .,;:!?]+)",
        r"^(?:lista|listado)",
        r"^(?:muestrame|ensename|dame|lista) (?:mis|los|las) (?P<of>[^ .,;:!?]+)",
        r"^todo (?:lo|sobre|de)",
        r"^que (?P<of>[^ .,;:!?]+s) (?:he|hemos|tengo|tenemos|conozco|hay|quiero)",
        r"^(?:que (?:nos |me )?(?:falta|queda|hay que|tenemos que|tengo que|necesitamos|necesito))",
        r"^que mas",
        r"^que (?:paso|ocurrio|hay|se de|sabes de)",
        r"^mis [^ .,;:!?]+s",
    ),
    counts=(
        r"(?:en )?cuantas (?P<of>veces|ocasiones)(?= (?:he|ha|han|hemos|fui|fue|fuimos|[^ ]+(?:o|e|i|aron|amos|imos)(?![^ ])))",
        rf"cuant[oa]s (?P<of>[^ .,;:!?]+) (?:he|hemos) (?:{NOTED}|leido|visto|visitado|cocinado|corrido|probado)",
        r"cuant[oa]s (?P<of>libros|peliculas|recetas|notas|ideas|series|fotos|visitas|viajes|pagos|citas|restaurantes)(?= (?:[^.,;:!?]* )?(?:he|hemos|tengo|este|esta|hay|desde|hasta)(?![^ ]))",
    ),
    numbers=(
        r"cuant[oa]s (?:veces )?[^.,;:!?]*(?:al|por|a la|cada) (?:dia|semana|mes|ano|hora|persona)",
        r"cuantas veces (?:hay que|debo|tengo que|se)",
    ),
    tally=tallying(
        opening=r"(?:cuant[oa]s|cuenta|(?:el )?numero)(?: de)?(?: tod[oa]s)?(?: mis| las| los)?",
        names="notas recuerdos apuntes anotaciones",
        things="mensajes cosas",
        saved=(
            "guardado guarde guardadas guardados apuntado apunte anotado anote registrado enviado envie mandado mande escrito"
            " escribi contado conte dicho dije hecho hice creado grabado grabe"
        ),
        filling=(
            "tengo tenemos tienes hay he hemos te me yo en_total total hasta_ahora hasta_hoy ya aqui mias mios de_mi en de"
            " desde del durante por_favor"
        ),
        attached=(
            "con(?: una?| algun[oa]?)?",
            "fotos?|imagen|imagenes|capturas?",
            "videos?",
            "documentos?|pdfs?|archivos?|adjuntos?",
            "(?:notas?|mensajes?) de voz|audios?|voz",
            "enlaces?|links?",
        ),
    ),
    ahead=r"(?:manana|proximo|proxima|viene|vienen|vendra|tengo|tenemos|hay|hay que|sera|seran|toca|vamos|pasado manana)",
    over=r"(?:he|hemos|hice|hizo|fue|era|fuimos|paso|dije|apunte|anote|guarde|escribi|mande|envie|ayer|pasado|pasada|hace)",
    every_year=r"ambos anos|todos los anos|cada ano|los dos anos",
    occasions=(
        r"el (?P<unit>dia|fin de semana) (?:que|en que) (?P<event>[^.,;:!?]+)",
        r"(?:durante|en) (?:el|la|las|los|nuestro|nuestra|nuestras|mi|mis) (?P<event>(?:viaje|vacaciones|visita|estancia|excursion)[^.,;:!?]*)",
        r"cuando (?:estaba|estabamos|estuve|estuvimos) (?P<event>en [^.,;:!?]+)",
    ),
    rolling=r"en (?:el|la) ultim[oa] (?:dia|semana|mes|ano)",
    frames=(
        (Frame.NTH_OF, rf"(?:la |el )?(?P<nth>primera?|segund[oa]|tercera?|cuart[oa]) {UNIT} (?:de|del)"),
        (
            Frame.NTH_OF,
            rf"(?:los |las )?primer[oa]s (?P<count>\d{{1,2}}|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez) {UNIT} (?:de|del)",
        ),
        (Frame.LAST_OF, rf"(?:la |el )?ultim[oa] {UNIT} (?:de|del)"),
        (Frame.UNIT_BEFORE, rf"(?:la |el )?{UNIT} (?:antes de|antes del|anterior a)(?: la| el)?"),
        (Frame.UNIT_AFTER, rf"(?:la |el )?{UNIT} (?:despues de|despues del|siguiente a)(?: la| el)?"),
        (Frame.UNIT_OF, r"(?:la |el )?(?P<unit>fin de semana|semana) (?:del|de)(?= \d)"),
        (Frame.BEFORE, r"antes de|antes del"),
        (Frame.SINCE, r"desde(?! hace)(?: el| la)?|a partir de|a partir del"),
        (Frame.AFTER, r"despues de|despues del|tras"),
        (Frame.AROUND, r"alrededor de|hacia"),
        (Frame.DURING, r"durante(?: el| la)?|a lo largo de|a lo largo del"),
    ),
    placing=r"(?:en|el|la|durante|desde|antes|despues|hasta|este|esta|pasado|pasada|ultimo|ultima|de|del|al|por)",
    attached=r"(?:mi|su|un|una|cada)",
    given="para|por",
    units={"dia": 1, "semana": 7, "fin de semana": 0, "quincena": 15, "mes": 30, "ano": 365},
    nths={
        "primer": 1,
        "primera": 1,
        "segundo": 2,
        "segunda": 2,
        "tercer": 3,
        "tercera": 3,
        "cuarto": 4,
        "cuarta": 4,
        "dos": 2,
        "tres": 3,
        "cuatro": 4,
        "cinco": 5,
        "seis": 6,
        "siete": 7,
        "ocho": 8,
        "nueve": 9,
        "diez": 10,
    },
    within="en",
    facets=(
        ("channel:sms", r"(?:por|via|en un) (?:sms|mensaje de texto)"),
        ("channel:whatsapp", r"(?:por|en|via|desde) (?:el )?(?:whats ?app|wasap|guasap)"),
        ("channel:telegram", r"(?:por|en|via|desde) telegram"),
        ("channel:web", r"(?:por|en|desde) (?:la web|el chat|el navegador)"),
        (
            "has:photo",
            r"(?:fotos?|imagenes|capturas)(?= (?:de|del|que|con)(?![^ ]))|(?:todas|mis|las)(?: mis| las)? (?:fotos|imagenes)",
        ),
        ("has:voice", r"(?:notas?|mensajes?|audios?) de voz|audios"),
        ("has:video", r"videos?(?= (?:de|del|que|con)(?![^ ]))|(?:todos )?mis videos"),
        (
            "has:document",
            r"(?:mis|los|todos los) (?:documentos|pdfs?|archivos)|(?:documentos|pdfs|archivos)(?= (?:de|que|sobre) )",
        ),
        ("has:link", r"enlaces|links"),
        ("has:location", r"ubicaciones(?: compartidas)?"),
        ("has:contact", r"contactos(?= (?:que|compartidos))"),
    ),
    tagged=r"(?:etiquetad[oa]s?)(?: (?:como|con))? (?P<tag>[^ .,;:!?]+)",
    carry_on=r"(?:y|que tal|que mas|quien mas|pero|algo mas)",
    pronouns=(rf"(?:ella|ellos|ellas|suyo|suya|su|sus|eso|aquello|alli|lo mismo|el{END}|ese{END}|esa{END})"),
    antecedents=r"(?:el|la|los|las|mi|mis|un|una|este|esta|del) [^ .,;:!?]+",
)
