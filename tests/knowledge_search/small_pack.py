"""A made-up pack, small enough to learn in a blink and to keep in one's head."""

from knowledge.search import ConceptFile, Example, Search, Shelf

TOPICS: dict[str, tuple[str, ...]] = {
    "hours": (
        "are you open today",
        "what time do you open",
        "when do you close",
        "opening hours please",
        "is the office open on monday",
        "until what time are you open",
        "a que hora abren",
        "cual es el horario de atencion",
        "estan abiertos hoy",
        "a que hora cierran",
        "atienden los lunes",
        "horario de la oficina",
    ),
    "lost": (
        "i lost my passport",
        "my passport was stolen",
        "someone stole my passport",
        "passport lost in the taxi",
        "i cannot find my passport",
        "stolen passport what do i do",
        "perdi mi pasaporte",
        "me robaron el pasaporte",
        "no encuentro mi pasaporte",
        "se me perdio el pasaporte",
        "pasaporte robado que hago",
        "extravie mi pasaporte",
    ),
    "visa": (
        "i need a visa",
        "how do i get a visa for my wife",
        "visa interview",
        "tourist visa for my mother",
        "my visa was denied",
        "visa application",
        "quiero una visa",
        "visa para mi esposa",
        "entrevista de visa",
        "me negaron la visa",
        "como saco la visa de turista",
        "solicitud de visa",
    ),
    "cancel": (
        "cancel my appointment",
        "i want to cancel the appointment",
        "please cancel it",
        "i cannot come so cancel my appointment",
        "how do i cancel",
        "cancel the booking",
        "cancelar mi cita",
        "quiero cancelar la cita",
        "anular mi cita por favor",
        "como cancelo mi cita",
        "necesito cancelar",
        "anulen mi cita",
    ),
    "move": (
        "move my appointment",
        "i want to change the date of my appointment",
        "reschedule my appointment",
        "another day for my appointment",
        "can i come on a different day",
        "change my appointment to friday",
        "cambiar mi cita",
        "quiero otra fecha para mi cita",
        "reprogramar mi cita",
        "mover mi cita a otro dia",
        "postergar mi cita",
        "otro dia para la cita",
    ),
    "greeting": (
        "hi",
        "hello",
        "good morning",
        "hey there",
        "hello how are you",
        "hi good morning",
        "hola",
        "buenos dias",
        "buenas tardes",
        "hola que tal",
        "hola buenos dias",
        "buenas",
    ),
    "thanks": (
        "thanks",
        "thank you",
        "thank you very much",
        "many thanks",
        "thanks a lot",
        "ok thanks",
        "gracias",
        "muchas gracias",
        "mil gracias",
        "gracias por todo",
        "ok gracias",
        "se lo agradezco",
    ),
}

OUTSIDE: dict[str, tuple[str, ...]] = {
    "weather": (
        "what is the weather like",
        "will it rain tomorrow",
        "weather in lima",
        "is it cold in cusco",
        "how hot is it today",
        "do i need an umbrella",
        "que clima hace",
        "va a llover manana",
        "clima en lima",
        "hace frio en cusco",
        "cuantos grados hay",
        "esta lloviendo",
    ),
    "food": (
        "best ceviche in town",
        "where can i eat pizza",
        "a good restaurant nearby",
        "recipe for lomo saltado",
        "i am hungry",
        "coffee near the park",
        "el mejor ceviche",
        "donde como pizza",
        "un buen restaurante",
        "receta de lomo saltado",
        "tengo hambre",
        "cafe cerca del parque",
    ),
}

WORDS = ConceptFile.model_validate(
    {
        "concepts": {
            "lose": "lost, lose, misplac*, perdi*, extravi*, no encuentro",
            "passport": "passport, pasaporte",
            "cancel": "cancel*, anul*",
        },
        "key_terms": "visa",
        "courtesies": TOPICS["greeting"] + TOPICS["thanks"],
        "refusals": "i do not want to, i dont want to, no quiero",
        "denials": "not, no",
        "contrasts": "but, i want, sino, quiero, just",
        "joints": "and, also, y, tambien",
    }
)

COURTESIES = frozenset({"greeting", "thanks"})


def examples(groups: dict[str, tuple[str, ...]]) -> list[Example]:
    return [Example(text, label) for label, texts in groups.items() for text in texts]


def learn(
    topics: dict[str, tuple[str, ...]] = TOPICS,
    outside: dict[str, tuple[str, ...]] = OUTSIDE,
    shelf: Shelf | None = None,
) -> Search:
    return Search.learn(
        examples(topics), examples(outside), words=WORDS, courtesies=COURTESIES, shelf=shelf
    )
