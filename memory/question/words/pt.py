"""Portuguese words of asking, folded: "não" is "nao"."""

from typing import Final

from memory.question.asked import Wanted
from memory.question.words.vocabulary import END, Frame, Words, alternatives, tallying

NOTED: Final = alternatives(
    "anotei anotado anotamos apontei apontado guardei guardado guardamos registei registrei registado registrado"
    " salvei salvo gravei marquei"
)
SAID: Final = alternatives(
    "disse dito contei contado mandei mandado enviei enviado escrevi escrito mencionei mencionado falei partilhei"
)
NOT: Final = r"(?!(?:com|sobre|em|no|na|para|a|ao|de|do|da|por|desde|que|e|eu|foi|ha)(?![^ ]))"
HOLDERS: Final = r"(?:(?:qual|quais|que|o que) )?(?:(?:e|era|sao|foi|tem|ha) )?(?:(?:o|a|os|as|um|uma)(?: (?:meu|minha|nosso|nossa))? )?"
UNIT: Final = r"(?P<unit>dia|semana|fim de semana|mes|ano|quinzena)s?"


def headed(words: str) -> str:
    """That a noun is asked for by itself: "qual é o … da Ana", "… da caldeira"."""
    return rf"^{HOLDERS}(?P<of>{words})"


WORDS: Final = Words(
    language="pt",
    themselves=frozenset(
        "nota notas mensagem mensagens coisa coisas memoria memorias".split()  # noqa: SIM905 - a word list reads better as prose
    ),
    leads=(
        r"(?:e(?! (?:o|a|que)(?![^ ]))|mas|por favor|ola|oi|bem|olha|(?:podes|pode|voce pode) (?:me )?(?:dizer|lembrar)(?: me)?|diz me|me diz|me diga|lembra me"
        r"|sabes|sabe|lembras te|preciso(?: de)?(?: saber)?|nao me lembro|nao lembro|quero saber|outra vez|de novo)"
    ),
    wanted=(
        (r"^(?:a |com |de |para |por )?quem", Wanted.PERSON),
        (r"^(?:a |de |em |por |para )?(?:onde|aonde)", Wanted.PLACE),
        (r"^(?:por ?que|porque)", Wanted.REASON),
        (r"^(?:a )?que horas?", Wanted.TIME),
        (r"^quando (?:e que se|devo|tenho que|tenho de|se|posso|deve)", Wanted.TIME),
        (r"^(?:desde |ate |para )?quando", Wanted.DATE),
        (r"^(?:em |de |no )?(?:que|qual) (?P<of>dia|data|mes|ano)", Wanted.DATE),
        (r"^(?:durante |por )?quanto (?:tempo|dura|durou|demora|demorou)", Wanted.DURATION),
        (r"^quant[oa]s (?P<of>segundos|minutos|horas|dias|noites|semanas|meses|anos)", Wanted.DURATION),
        (r"^(?:em |com )?(?:quant[oa]s|de quanto em quanto|com que frequencia|que idade)", Wanted.NUMBER),
        (
            r"^(?:quanto|o que|que) [^.,;:!?]*(?<![^ ])(?:custa|custam|custou|custaram|cobra|cobrou|pago|paguei|pagamos|pagar|devo|deve|devem"
            r"|devia|gastei|gastamos|gasta|vale|valia|ganha|ficou)",
            Wanted.MONEY,
        ),
        (r"^quanto (?:e|era|foi|dinheiro)", Wanted.MONEY),
        (r"^(?:quant[oa]|que (?:tamanho|numero calca))", Wanted.MEASURE),
        (r"^como (?:(?:e que )?se chama|chama|chamava)", Wanted.NAME),
        (headed(r"(?:numero (?:de|do) )?(?:telefone|telemovel|celular)|contacto|contato"), Wanted.PHONE),
        (headed(r"e ?mail|correio eletronico|endereco de e ?mail"), Wanted.EMAIL),
        (headed(r"link|ligacao|site|pagina web|url"), Wanted.LINK),
        (headed(r"morada|endereco|codigo postal|cep"), Wanted.ADDRESS),
        (
            headed(
                r"codigo|senha|palavra passe|pin|wifi|wi fi|combinacao|matricula|referencia|localizador"
                r"|numero (?:de|da|do) (?:serie|apolice|reserva|encomenda|pedido|referencia|conta|socio|passaporte|chip|fatura|cliente)"
            ),
            Wanted.CODE,
        ),
        (headed(r"nome|apelido|sobrenome"), Wanted.NAME),
        (headed(r"aniversario|data(?: d[eoa] [^ ]+)?"), Wanted.DATE),
        (headed(r"preco|custo|tarifa|aluguel|renda|mensalidade|orcamento|deposito|caucao"), Wanted.MONEY),
        (
            headed(r"tamanho|medidas?|peso|altura|dose|temperatura|pressao|largura|comprimento|quilometragem"),
            Wanted.MEASURE,
        ),
        (
            r"^(?:em |a |de |no |na )?(?:que|qual) (?P<of>sitio|lugar|cidade|pais|rua|hospital|restaurante|loja|hotel|aeroporto|sala|gaveta)",
            Wanted.PLACE,
        ),
        (r"^como", Wanted.WAY),
        (r"^(?:e|esta|estao|sao|era|foi|tem|tenho|temos|ha|pode|posso|podemos|devo|come|vai|vem|ja)", Wanted.YES_NO),
        (r"(?:wi fi|wifi|senha|palavra passe)", Wanted.CODE),
        (
            rf"^(?:em |de |a |com |para )?(?:que|qual|quais) (?P<of>{NOT}(?!(?:me|te|se|lhe|nos|disse|aconteceu|tenho|ha|e|era|sabes)(?![^ ]))[^ .,;:!?]+)",
            Wanted.ANYTHING,
        ),
    ),
    asking=(
        r"(?:a |com |de |em |para |por |desde |ate )?(?:que horas?|o que|que|quem|qual|quais|onde|aonde|quando|como|por ?que|quant[oa]s?)"
        r"(?: (?:e que|e|sao|era|foi|esta|estao|estava|ha|se|me|te|lhe|nos|eu))*"
    ),
    told=(
        rf"(?:o que|que|tudo o que|coisas que|algo que)(?: e que)?(?: eu)?(?: (?:te|lhe|me))?(?: (?:tenho|tinha))? (?:{NOTED}|(?P<said>{SAID}))(?: te)?(?P<about> (?:sobre|acerca de|acerca do|acerca da))?",
        rf"(?:eu |tenho |tinha )(?:{NOTED}|(?P<said>{SAID}))(?P<about> (?:sobre|acerca de))?",
        rf"te (?:{SAID})(?P<about> sobre)?",
        r"^(?:todas? |as |os |minhas |meus )*(?:notas|mensagens|apontamentos)(?: (?:de|do|da|em|(?P<about>sobre))(?![^ ]))*",
    ),
    to_others=r" (?:a|ao|para|pra) ",
    ordered=(
        r"^(?:mostra me|mostra|me mostra|mostre|da me|lista|liste|procura|quero ver)(?: (?:todos?|todas?))?(?: (?:os|as))?(?: (?:meus|minhas|nossos|nossas))?",
        r"^(?:todos?|todas?)(?: (?:os|as))?(?: (?:meus|minhas|nossos|nossas))?",
        r"^o que (?:aconteceu|se passou|fizemos|houve)",
        r"nas minhas notas|segundo as minhas notas|ate agora|no total|por favor|obrigad[oa]",
        r"^o que (?:eu )?(?:sei|sabes|sabemos)(?: (?:de|do|da|sobre))?",
    ),
    lists=(
        r"^(?:mostra me|mostra|me mostra|mostre|lista|liste)?(?: ?todos| ?todas)(?: (?:os|as|meus|minhas|nossos|nossas))* (?P<of>(?!que )[^ .,;:!?]+)",
        r"^(?:lista|listagem)",
        r"^(?:mostra me|mostra|me mostra|mostre) (?:(?:os|as|meus|minhas) )+(?P<of>[^ .,;:!?]+)",
        r"^tudo (?:o que|sobre|que)",
        r"^(?:que|quais) (?P<of>[^ .,;:!?]+s) (?:anotei|guardei|vi|li|tenho|temos|conheco|ha|quero|ja)",
        r"^o que (?:nos |me )?(?:falta|ainda|temos que|temos de|tenho que|tenho de|precisamos|preciso)",
        r"^(?:o )?que mais",
        r"^o que (?:aconteceu|se passou|ha|sei|sabes)",
        r"^(?:os meus|as minhas|meus|minhas) [^ .,;:!?]+s",
    ),
    counts=(
        r"(?:em )?quantas (?P<of>vezes)(?= (?:[^ ]+ )?(?:fui|foi|fomos|fiz|fez|tive|ja|[^ ]+(?:ei|ou|amos|emos|aram)(?![^ ])))",
        rf"quant[oa]s (?P<of>[^ .,;:!?]+)(?: (?:eu|e que|ja))* (?:{NOTED}|li|vi|visitei|cozinhei|corri|provei)",
        r"quant[oa]s (?P<of>livros|filmes|receitas|notas|ideias|series|fotos|visitas|viagens|pagamentos|consultas|restaurantes)(?= (?:[^.,;:!?]* )?(?:tenho|este|esta|ha|desde|ate|ja)(?![^ ]))",
    ),
    numbers=(
        r"quant[oa]s (?:vezes )?[^.,;:!?]*(?:ao|por|a cada|cada) (?:dia|semana|mes|ano|hora|pessoa)",
        r"quantas vezes (?:devo|tenho|se)",
    ),
    tally=tallying(
        opening=r"(?:quant[oa]s|conta|(?:o )?numero)(?: d[eao]s?)?(?: tod[oa]s)?(?: [oa]s)?(?: minhas| meus)?",
        names="notas memorias lembrancas anotacoes apontamentos recordacoes",
        things="mensagens coisas",
        saved=(
            "guardei guardado guardadas guardados anotei anotado apontei apontado registei registrei salvei salvo gravei enviei"
            " mandei escrevi escrito disse contei dito fiz criei"
        ),
        filling=(
            "tenho temos tens tem ha eu nos ja no_total ao_todo total ate_agora ate_hoje agora aqui te me e_que minhas em de"
            " desde do da no na durante por_favor"
        ),
        attached=(
            "com(?: uma?)?",
            "fotos?|fotografias?|imagem|imagens",
            "videos?",
            "documentos?|pdfs?|ficheiros?|arquivos?|anexos?",
            "(?:notas?|mensagem|mensagens) de voz|audios?|voz",
            "links?|ligacoes",
        ),
    ),
    ahead=r"(?:amanha|proximo|proxima|vem|vai|vao|tenho|temos|ha|sera|depois de amanha)",
    over=r"(?:foi|era|fui|fomos|fiz|fez|disse|aconteceu|anotei|guardei|escrevi|mandei|enviei|ontem|passado|passada|atras)",
    every_year=r"os dois anos|todos os anos|cada ano|ambos os anos",
    occasions=(
        r"[on]o (?P<unit>dia|fim de semana) (?:que|em que) (?P<event>[^.,;:!?]+)",
        r"(?:durante|na|no|nas) (?:(?:a|o|as|nossa|nosso|nossas|minha|minhas) )?(?P<event>(?:viagem|ferias|visita|estadia)[^.,;:!?]*)",
        r"quando (?:estava|estavamos|estive|estivemos) (?P<event>em [^.,;:!?]+)",
    ),
    rolling=r"n[oa] ultim[oa] (?:dia|semana|mes|ano)",
    frames=(
        (Frame.NTH_OF, rf"(?:a |o )?(?P<nth>primeir[oa]|segund[oa]|terceir[oa]|quart[oa]) {UNIT} (?:de|do|da)"),
        (
            Frame.NTH_OF,
            rf"(?:os |as )?primeir[oa]s (?P<count>\d{{1,2}}|dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez) {UNIT} (?:de|do|da)",
        ),
        (Frame.LAST_OF, rf"(?:a |o )?ultim[oa] {UNIT} (?:de|do|da)"),
        (Frame.UNIT_BEFORE, rf"(?:a |o )?{UNIT} (?:antes|anterior) (?:de|do|da|a|ao)"),
        (Frame.UNIT_AFTER, rf"(?:a |o )?{UNIT} (?:depois|seguinte|a seguir) (?:de|do|da|a|ao)"),
        (Frame.BEFORE, r"antes (?:de|do|da)"),
        (Frame.SINCE, r"desde(?: o| a)?|a partir (?:de|do|da)"),
        (Frame.AFTER, r"depois (?:de|do|da)|apos"),
        (Frame.AROUND, r"por volta (?:de|do|da)"),
        (Frame.DURING, r"durante(?: o| a)?|ao longo (?:de|do|da)"),
    ),
    placing=r"(?:em|no|na|nos|nas|durante|desde|antes|depois|ate|este|esta|neste|nesta|passado|passada|ultimo|ultima|de|do|da|ao)",
    attached=r"(?:meu|minha|seu|sua|um|uma|cada)",
    given="para|pelo|pela|por",
    units={"dia": 1, "semana": 7, "fim de semana": 0, "quinzena": 15, "mes": 30, "ano": 365},
    nths={
        "primeiro": 1,
        "primeira": 1,
        "segundo": 2,
        "segunda": 2,
        "terceiro": 3,
        "terceira": 3,
        "quarto": 4,
        "quarta": 4,
        "dois": 2,
        "duas": 2,
        "tres": 3,
        "quatro": 4,
        "cinco": 5,
        "seis": 6,
        "sete": 7,
        "oito": 8,
        "nove": 9,
        "dez": 10,
    },
    within="em",
    facets=(
        ("channel:sms", r"(?:por|via) (?:sms|mensagem de texto)"),
        ("channel:whatsapp", r"(?:por|pelo|no|via) (?:whats ?app|zap)"),
        ("channel:telegram", r"(?:por|pelo|no|via) telegram"),
        ("channel:web", r"(?:pela|na) web|no chat"),
        (
            "has:photo",
            r"(?:fotos?|fotografias|imagens)(?= (?:de|do|da|dos|das|que|com)(?![^ ]))|(?:minhas|as|todas as) (?:fotos|imagens)",
        ),
        ("has:voice", r"(?:notas?|mensage(?:m|ns)) de voz|audios"),
        ("has:video", r"videos?(?= (?:de|do|da|dos|das|que|com)(?![^ ]))|meus videos"),
        (
            "has:document",
            r"(?:meus|os|todos os) (?:documentos|pdfs?|ficheiros|arquivos)|(?:documentos|pdfs|ficheiros|arquivos)(?= (?:de|do|da|que|sobre) )",
        ),
        ("has:link", r"links"),
        ("has:location", r"localizacoes"),
        ("has:contact", r"(?:contactos|contatos)(?= que)"),
    ),
    tagged=r"(?:etiquetad[oa]s?|marcad[oa]s?)(?: (?:como|com)) (?P<tag>[^ .,;:!?]+)",
    carry_on=r"(?:e|o que mais|que mais|quem mais|mas)",
    pronouns=rf"(?:ele|ela|eles|elas|dele|dela|deles|delas|isso|isto|aquilo|la{END}|o mesmo)",
    antecedents=r"(?:o|a|os|as|meu|minha|um|uma|este|esta|do|da) (?!que(?![^ ])|mesmo(?![^ ]))[^ .,;:!?]+",
)
