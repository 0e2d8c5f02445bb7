"""What is excused is excused; a cry told in the same words is heard all the same."""

import pytest

from knowledge.search.ordinary import ordinary_words
from tests.knowledge_guards.test_guards import FILE, GUARDS, kinds, noticed

EXCUSES: dict[str, tuple[list[str], list[str]]] = {
    "papers and benefits after a death": (
        [
            "social security for the kids of a deceased worker",
            "mi papá cobra jubilación de Estados Unidos y falleció su esposa",
            "el pasaporte de mi difunto esposo se perdió",
        ],
        [
            "my husband died and his passport is in the hotel",
            "mi papá americano murió en Lima, ayúdenme",
            "en la pensión donde vivo murió un americano",
            "since he died in the hostel nobody comes for the body",
            "my wife died, i had an appointment with the doctor",
        ],
    ),
    "an appointment moved for a funeral or an illness": (
        ["tengo fiebre alta, muevan mi cita", "I broke my leg, so scrap Thursday"],
        [
            "my mother died last night and i have to cancel everything",
            "mi esposo murió en el hotel y quieren cancelar la reserva",
            "mi bebé tiene fiebre alta otro día más",
            "fell on the trek, broke my leg, cancel my flight and send help",
        ],
    ),
    "a frail person's signature, a hospital that is only a place": (
        [
            "my neighbor, an american of 93, cannot walk, how does he sign the form",
            "does medicare pay a hospital in Lima",
            "where can I get a rabies booster shot",
        ],
        [
            "my son fell and cannot walk",
            "she cannot walk, she cannot feel her legs",
            "does medicare pay, my dad is in the hospital dying",
            "my dad has medicare and is in the hospital",
            "the receptionist at the hotel says he is unconscious",
        ],
    ),
    "judges, custody, old deportations": (
        [
            "el juez me dio la tenencia",
            "me deportaron en 2009, ¿ya puedo volver?",
            "necesito quien me interprete en una audiencia el jueves",
        ],
        [
            "the judge wants to keep him in custody",
            "el juez le dio nueve meses de prisión preventiva",
            "mi hijo tiene audiencia mañana y está detenido",
            "they are deporting me tomorrow",
            "i am being deported unless I pay 2000",
            "being deported on 19 november",
        ],
    ),
    "somebody late, something gone": (
        [
            "perdi mi bus y no llego, dame cita otro dia",
            "my dog ran away in San Isidro",
            "student ID gone missing",
            "suspendieron la pension de mi abuelito por no contestar",
        ],
        [
            "mi hija tomó el bus y no llegó",
            "mi hija salió y no llegó a la cita",
            "mi hijo subió a un taxi y no contesta",
            "my kid ran away from the hostel",
            "my son with his ID has gone missing",
            "he ran off with my daughter",
        ],
    ),
    "dangers elsewhere, or in the news": (
        ["tiroteos en Haití", "hurricane headed to Cancun", "riots in Santiago de Chile"],
        [
            "riots in Lima outside my hotel",
            "hay un tiroteo en la plaza",
            "hay disturbios por las elecciones afuera de mi hotel",
            "earthquake, the building fell on us",
            "hurricane here and we are trapped",
        ],
    ),
    "papers burnt, things fallen": (
        [
            "se nos quemaron los documentos en el incendio",
            "my kids' passports burned in the kitchen fire",
            "mi anillo de matrimonio se cayó en el baño",
        ],
        [
            "my house burned down with my wife inside",
            "el hotel se incendió y mi hijo está adentro",
            "se quema mi casa con mi mamá adentro",
            "se me cayó mi hijo del balcón",
            "my bag and my husband went overboard",
        ],
    ),
    "written down, thrown away, found": (
        [
            "donde me apunto para los avisos",
            "mi nieto me apuntó un número con muchos ceros",
            "encontré un pasaporte americano tirado en el paradero",
        ],
        [
            "vi cómo me apuntó el ladrón",
            "un hombre me apuntó en la sien",
            "me apunto a la cabeza",
            "encontré a un hombre tirado en la calle",
            "me botaron a la calle",
        ],
    ),
    "called, lent, locked, treated": (
        [
            "mi papá no entiende al robot, que lo llame alguien",
            "debo un préstamo de repatriación",
            "netflix locked me out",
            "me maltrataron en ventanilla dos",
        ],
        [
            "llamen a alguien por favor",
            "call the duty officer now",
            "I can't pay, need repatriation",
            "he locked me out at night with my baby",
            "the bank locked me inside",
            "me maltrataron en la casa, mi marido",
        ],
    ),
    "things gone, thieves, workers who keep them": (
        [
            "my wedding album went missing in the move",
            "whatsapp backup vanished with the new phone",
            "la plata de la junta desapareció del cajón",
            "se quedó con mi gata hidráulica y no contesta",
            "someone ran off with my iphone",
            "the hostel lost my booking and the girl at the desk just shrugs",
            "broke the window of my car and took the radio",
            "instagram locked me out",
        ],
        [
            "my son with my keys vanished",
            "se quedó con mi hija y no contesta",
            "some guy ran off with my baby",
            "we lost my little girl in the market",
            "mi hija fue por un adelanto y no volvió",
            "mi hijo reservó un airbnb y no llega",
            "they broke the window of my car and took my wife",
            "my dad who has a hearing aid fell in the street",
        ],
    ),
    "a death told to stop payments or an appointment": (
        [
            "mi mamá murió, ¿aviso a la seguridad social para que no depositen más?",
            "my husband died, how do I stop his Social Security",
            "mi mamá falleció y su cita del lunes ya no va",
        ],
        [
            "my husband died, how do I claim his body",
            "mi esposo murió, aviso a la embajada",
            "mi papá murió y su cita era hoy, qué hago con el cuerpo",
            "mi mamá falleció y su cuerpo sigue en el hotel",
        ],
    ),
    "hospitals as places, a frail mother's renewal": (
        [
            "the hospital cafeteria, until what hour",
            "horario de visita del hospital rebagliati",
            "my mom's rosary got lost in the hospital laundry",
            "passport renewal for my elderly mother who cannot walk",
            "personal injury attorney, the bus company won't pay",
        ],
        [
            "he fainted at the hospital cafeteria",
            "horario de visita del hospital, mi esposo está en UCI",
            "cómo llego al hospital, mi hijo está grave",
            "my elderly mother fell and cannot walk",
            "the lady at the clinic says my husband is dying",
        ],
    ),
    "news of other countries, streets of Lima named after them": (
        [
            "wildfires in greece, should we move our cruise",
            "tsunami warning for hawaii",
            "what's the emergency number in italy",
            "el volcán de Guatemala sigue botando ceniza?",
        ],
        [
            "tiroteo en Venezuela con Universitaria",
            "hay un incendio en Argentina cuadra 20",
            "tsunami warning for Callao",
            "volcán Misti botando ceniza sobre nosotros",
            "emergency number in Lima",
        ],
    ),
    "jokes, games and words": (
        [
            "death by chocolate recipe",
            "muertos de la risa con el perro disfrazado",
            "en el monopolio mi nieto cae preso tres veces",
            "bishop attacks knight, is it pinned",
            "an arresting view from the roof",
            "emergency chocolate stash",
        ],
        [
            "the bishop attacked my son",
            "my dog ran and i got arrested",
            "police are arresting my son",
            "es de vida o muerte, mi hijo comió ceviche",
            "emergency, chocolate with nuts, my son can't breathe",
        ],
    ),
    "boxes at customs, cards in machines, papers after an old deportation": (
        [
            "customs at callao is holding my boxes of books since monday",
            "el cajero dice tarjeta retenida",
            "deportaron a mi marido, quiero que regrese a USA legalmente",
            "y el depósito no lo suelta hasta que alguien pague",
        ],
        [
            "customs is holding my wife and my boxes",
            "la policía me tiene retenida con mi tarjeta",
            "deportaron a mi marido, está en el aeropuerto",
            "me tienen en un depósito y no me sueltan",
        ],
    ),
    "papers and roads after a flood or a fire": (
        [
            "se mojó en el huaico y las hojas están pegadas",
            "her birth record burned in a courthouse fire",
            "hay huaico en la carretera central y no bajo a Lima, muevan mi cita",
        ],
        [
            "huaico en la carretera central, estamos atrapados",
            "se mojó todo en el huaico y mi hijo no aparece",
            "courthouse fire, we are trapped",
            "mi esposo fue al nevado y no bajó a Huaraz",
        ],
    ),
}


def test_every_excuse_is_tried_against_cries_in_its_words() -> None:
    assert len(EXCUSES) >= 16
    assert all(calm and len(cries) >= 3 for calm, cries in EXCUSES.values())


@pytest.mark.parametrize("family", EXCUSES)
def test_a_calm_message_is_left_alone(family: str) -> None:
    calm, _ = EXCUSES[family]
    assert [message for message in calm if "emergency" in kinds(message)] == []


@pytest.mark.parametrize("family", EXCUSES)
def test_a_cry_in_the_same_words_is_heard(family: str) -> None:
    _, cries = EXCUSES[family]
    assert [message for message in cries if "emergency" not in kinds(message)] == []


@pytest.mark.parametrize(
    ("message", "guard"),
    [
        ("caimos al río en la balsa y falta una persona de Texas", "accident"),
        ("woke up in a park in Comas, phone gone, pants torn", "sexual_violence"),
        ("me dijo que si vuelvo a la casa me mata", "threat"),
        ("if i go back he will kill me", "threat"),
        ("no me entregan a mi hijo", "child_taken"),
        ("they want me to sign a confession in Spanish", "arrest"),
        ("they have one of our volunteers", "arrest"),
        ("my brother is accused of selling weed", "arrest"),
        ("le encontraron algo en la mochila", "arrest"),
        ("the raft never came back", "missing"),
        ("mi sobrina nunca llegó al hostal", "missing"),
        ("he was due down yesterday", "missing"),
        ("dejó de escribir el jueves", "missing"),
        ("the midwife says there is no heartbeat", "medical"),
        ("mi amiga saltó desde la azotea", "suicide"),
        ("should i take all the pills", "suicide"),
        ("me tocó un hombre en la combi", "sexual_violence"),
        ("estamos tirados en el piso", "threat"),
        ("el agua está entrando", "disaster"),
    ],
)
def test_a_danger_told_without_its_usual_words_is_heard(message: str, guard: str) -> None:
    assert guard in noticed(message)


@pytest.mark.parametrize(
    "word",
    [
        "quesos",
        "jato",
        "desisto",
        "movieron",
        "nuns",
        "remate",
        "subsidio",
        "indigena",
        "ladies",
        "contaron",
        "enterados",
    ],
)
def test_a_real_word_near_a_guard_word_is_itself(word: str) -> None:
    assert GUARDS.spellings(word) == (word,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("stollen", "stolen"), ("rovado", "robado"), ("asfixio", "asfixia"), ("rescata", "rescate")],
)
def test_what_a_frightened_person_types_is_still_seen_through(typed: str, meant: str) -> None:
    assert meant in GUARDS.spellings(typed)[1:]


def test_no_word_is_said_twice_to_be_ordinary() -> None:
    assert sorted(set(FILE.known) & ordinary_words()) == []
    assert len(ordinary_words()) > 3900
