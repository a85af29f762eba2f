# ruff: noqa: E501 - whole sentences
"""A document in another language is not judged by the English lexicon."""

from __future__ import annotations

import pytest

from draftproof.prose.claims import find_claims
from draftproof.prose.lexicon import compile_lexicon
from draftproof.reading.reader import read
from draftproof.rulebook.loading import builtin_rulebook

CLAIM = "It is blazing fast.\n\n"
GERMAN = (
    "Die Anleitung beschreibt, wie der Client mit dem Server spricht und was er dabei liest. Das Modell ist frei "
    "wählbar, und die Antwort wird nicht gespeichert. Für den Anfang wird eine einfache Anfrage verwendet.\n\n"
)
SPANISH = (
    "Esta guía explica cómo el cliente habla con el servidor y lo que recibe. Los modelos que se pueden usar están en "
    "la lista, y para una prueba basta con una petición corta con los datos del usuario.\n\n"
)
ENGLISH = (
    "This guide shows how the client talks to the server and what it reads from it. You can choose the model that "
    "you want to use, and the answer is not stored. For a start, one short request is enough.\n\n"
)
CHINESE = "本指南介绍客户端如何与服务器通信，以及它从中读取的内容。模型可以自由选择，答案不会被存储。开始时使用一个简单的请求。\n\n"
JAPANESE = "このガイドでは、クライアントがサーバーと通信する方法を説明します。モデルは自由に選べます。\n\n"
RUSSIAN = "Это руководство показывает, как клиент разговаривает с сервером и что он читает. Модель можно выбрать.\n\n"


def count(text: str, path: str = "docs/a.md") -> int:
    return len(find_claims(read(text.encode(), path), builtin_rulebook().lexicons))


@pytest.mark.parametrize(
    "text", [GERMAN, SPANISH, CHINESE, JAPANESE, RUSSIAN], ids=["de", "es", "zh", "ja", "ru"]
)
def test_other_languages_are_left_alone(text: str) -> None:
    assert count(ENGLISH + CLAIM) == 1
    assert count(text + CLAIM) == 0


@pytest.mark.parametrize(
    "path", ["docs/zh/a.md", "docs/ja/a.md", "i18n/zh-CN/a.md", "README.zh.md", "README_de.md"]
)
def test_a_short_document_is_judged_by_its_path(path: str) -> None:
    assert count(CLAIM, "docs/a.md") == 1
    assert count(CLAIM, path) == 0


def test_english_text_in_a_folder_of_translations_is_english() -> None:
    assert count(ENGLISH + CLAIM, "docs/zh/a.md") == 1


def test_front_matter_decides() -> None:
    assert count(f"---\nlang: de\n---\n\n{ENGLISH}{CLAIM}") == 0
    assert count(f"---\nlanguage: en-GB\n---\n\n{GERMAN}{CLAIM}") == 1


def test_a_page_of_names_is_taken_as_it_comes() -> None:
    assert count("# Nimbus\n\nNimbus Client 1.2\n\nAlpha Beta Gamma Delta\n\n" + CLAIM) == 1


def test_another_lexicon_judges_its_own_language() -> None:
    promise = {
        "id": "blitz",
        "topic": "speed",
        "strength": "absolute",
        "anchors": ["blitzschnell"],
        "pattern": "blitzschnell",
    }
    words = {"own": ["die", "der", "das", "und", "ist", "wie", "mit", "nicht", "für"]}
    german = compile_lexicon({"language": "de", "function-words": words, "promises": [promise]})
    lexicons = (*builtin_rulebook().lexicons, german)
    text = f"{GERMAN}Der Dienst ist blitzschnell. It is blazing fast."
    assert [claim.promise for claim in find_claims(read(text.encode(), "a.md"), lexicons)] == ["blitz"]
