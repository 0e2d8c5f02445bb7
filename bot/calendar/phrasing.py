"""How people ask about opening, English and Spanish: patterns over folded words.

The words have single spaces between them; `.` stands for the end of a sentence.
"""

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that finds one of `alternatives` as whole words."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(alternatives)})(?!\S)")


def _lines(block: str) -> re.Pattern[str]:
    return any_of(*(line.strip() for line in block.splitlines() if line.strip()))


NEXT = _lines(r"""
    when (?:do|does|will|would|can|is|are|u|r)(?: \w+){0,4} (?:open|reopen|back|available|attend)
    (?:next|earliest|soonest|first) (?:time|day|date|open|opening|available|business|working)
    (?:first|next|earliest) \w+ (?:you are |youre |u are |its )?open
    when can i (?:come|call|visit|go|phone|ring)
    re ?open|open again|open next
    cuando (?:es que )?(?:vuelven?|volveran|volvera) a (?:abrir|atender|funcionar|trabajar)
    cuando (?:abren?|atienden?|reabren?|abriran|atenderan)
    cuando puedo (?:ir|llamar|pasar|acercarme)
    (?:proximo|siguiente|primer) dia (?:habil|de atencion|que (?:abren?|atienden?)|disponible|util)
    (?:desde|a partir de) (?:cuando|que dia) (?:abren?|atienden?)
    (?:que|q|k) dia (?:abren?|atienden?|reabren?|puedo ir)
""")

WHICH = _lines(r"""
    (?:what|which|wich|wat) (?:are )?(?:the |your )?(?:days?|dates?|holidays?|closures?|closings?)
    (?:list|calendar|schedule) of (?:\w+ )?(?:holidays?|closures?)
    (?:que|cuales|q|k|cual) (?:son )?(?:los |las )?(?:dias?|fechas?|feriados?|cierres?)
    (?:lista|calendario) de (?:\w+ )?(?:feriados?|cierres?)
    (?:upcoming|next|proximos?|siguientes?) (?:\w+ )?(?:holidays?|closures?|feriados?|cierres?)
    when (?:are|is|r) (?:you|u|the embassy|the consulate|the office|yall) closed
    cuando (?:no atienden|estan cerrados|cierran|es feriado|hay feriados?)
    (?:any|other|hay|algun|otros?) (?:holidays?|closures?|feriados?)
    holidays|feriados|closures|cierres|closed days|days off
""")

HOLIDAY = _lines(r"""
    holidays?|bank holiday|day off|feriados?|festivo|no laborable
""")

DOORS = _lines(r"""
    open|opens|opening|come|call|visit|closed|close
    abren?|abierto|abierta|abiertos|atienden?|atencion|trabajan?|laboran?|contestan?
    puedo|podria|ir|llamar|cerrad[oa]s?|cierran?
""")
"""Words that make a question about a holiday one about opening."""

OPEN = _lines(r"""
    open|opens|opened|opening|come|call|visit|ring|phone|available|answer|answering|answered
    pick up|working|work|works|operating|staffed|attend|attending|any ?one|any ?body|someone
    somebody|there|in|show up|walk in|stop by|drop by
    abren?|abriran|abrira|abiert[oa]s?|atienden?|atenderan|atendera|atencion|atendiendo
    trabajan?|trabajaran|laboran?|laboraran|funcionan?|alguien|puedo|podria|podre|puede
    contestan?|contestaran|disponibles?|reciben?|ir|voy|llamar|acercarme|abrir|atender|trabajar
""")

CLOSED = _lines(r"""
    closed|close|closing|shut|shutdown|cerrad[oa]s?|cierran?|cerraran
    no (?:abren?|atienden?|trabajan?|laboran?|hay atencion|abriran|atenderan)
""")

NO_YES_OR_NO = _lines(r"""
    w(?:h)?at times?|what hours|what are (?:the|your|ur)(?: \w+)? hours|how late|how early|how long
    until what time|till what time|until when|till when|when|why|how come|hours|schedule
    (?:a|hasta|desde|en|de) (?:que|q|k) (?:hora|horario)s?|(?:que|q|k|cual es el) horario|horarios?
    por (?:que|q|k)|porque|porq|xq|x q|pq|cuando|hasta cuando|hasta las cuantas|a que horas
""")

_THEY = (
    r"(?:you|u|ya|yall|you guys|the \w+|your \w+|they|it|acs|american citizen services)"
    r"(?: guys| line| lines| services| unit)?(?: in lima| lima)?"
)
RIGHT_NOW = _lines(rf"""
    (?:are|r|is) {_THEY}(?: (?:still|already|even|currently))* (?:open|closed|there|staffed)
    (?:are|r|is) {_THEY}(?: (?:still|already|even|currently))* (?:answering|working)
    (?:is|are|r) (?:there )?(?:any ?one|any ?body|some ?one|some ?body) (?:there|in|at|answering)
    (?:is|are|r) (?:there )?(?:any ?one|any ?body|some ?one|some ?body) (?:available|home)
    any ?(?:one|body) (?:there|home|available|in)
    (?:u|you|yall|embassy|office|consulate) (?:still )?(?:open|closed)
    (?:esta|estan)(?: \w+){{0,4}} (?:abiert[oa]s?|cerrad[oa]s?|atendiendo|funcionando|disponibles?)
    hay (?:alguien|atencion)
    (?:sigue|siguen|todavia|aun)(?: \w+){{0,3}} (?:abiert[oa]s?|atendiendo|atienden?)
    (?:ya|todavia no|aun no) (?:abrieron|cerraron|abrio|cerro|abren?|cierran?|atienden)
    abiert[oa]s? o cerrad[oa]s?
    did (?:you|u|they) (?:already )?(?:close|open)
""")

CONDITION = re.compile(
    r" (?:on|during|for|after|before|until|when|if|around|durante|para|por|cuando|si) (?!me|favor)"
)
"""What follows "are you open" when it is no question about now: "during carnival", "for lunch"."""

WHOLE = re.compile(
    r"(?:hi|hello|hola|hey|buenas|buenos dias|ok|and|y)? ?"
    r"(?:open|closed|abierto|abiertos|abierta|atienden|atiende|abren|cerrado)"
)
"""A message that is nothing but the question."""

NOT_NOW = _lines(r"""
    24 ?(?:hours?|hrs?|horas|h|7)|every ?day|all day|all night|weekdays|to the public|al publico
    todos los dias|todo el dia|on holidays|during holidays|(?:en )?(?:los )?feriados
    for business|general
""")

URGENT = _lines(r"""
    emergenc\w*|urgen\w*|24 ?(?:hours?|hrs?|horas|h|7)|all night|life or death|vida o muerte
    at night|de noche|por la noche|en la noche|de madrugada|any ?time|a cualquier hora|after hours
    arrest\w*|hospital\w*|accident\w*
""")

EMERGENCY = _lines(r"""
    (?:an |real |medical )?emergency(?! (?:passport|appointment|travel))|emergencies
    (?<!pasaporte de )(?<!pasaportes de )(?<!cita de )(?:emergencia|emergencias)
""")
"""Somebody has one; an emergency passport or appointment is something else."""
_FILLERS = """
and or what about how on the for in then to also ok okay so but at a is it if of please pls by now
well was did do you are open will be can i call come this same thing hmm hm ah oh thanks no yes
closed there line hours still instead
el la los las y que tal con entonces pero tambien si por favor porfa ahora es abren atienden
abierto hay atencion esta estan puedo ir llamar voy un una lo mismo gracias cerrado horario
horarios mejor quiza seria
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that may stand around a bare date in a follow-up."""
