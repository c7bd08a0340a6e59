"""Which language a text is in. All sentences are our own."""

from __future__ import annotations

import pytest

from trucewatch.records.languages import language_name, with_name
from trucewatch.text.language import identify

#: The same two sentences about an invented valley, as each language's own press would put them.
SENTENCES = {
    "es": "El portavoz del Frente del Valle acusó el lunes al ejército de bombardear tres aldeas cerca del río. El "
    "gobierno negó la acusación.",
    "fr": "Le porte-parole du Front de la Vallée a accusé lundi l'armée d'avoir bombardé trois villages près du "
    "fleuve. Le gouvernement a démenti.",
    "ar": "اتهم المتحدث باسم جبهة الوادي الجيش يوم الاثنين بقصف ثلاث قرى قرب النهر. ونفت الحكومة ذلك.",
    "ps": "د درې جبهې ویاند د دوشنبې په ورځ پوځ تورن کړ چې د سیند څنګ ته یې درې کلي ویشتلي دي. حکومت دا تور رد کړ.",
    "ru": "Представитель Фронта долины в понедельник обвинил армию в обстреле трёх деревень у реки. Правительство "
    "отвергло обвинение.",
    "uk": "Речник Фронту долини у понеділок звинуватив армію в обстрілі трьох сіл біля річки. Уряд відкинув "
    "звинувачення.",
    "pt": "O porta-voz da Frente do Vale acusou na segunda-feira o exército de bombardear três aldeias perto do rio. O "
    "governo negou a acusação.",
}
PERSIAN = (
    "سخنگوی جبهه دره روز دوشنبه ارتش را متهم کرد که سه روستا را در نزدیکی رودخانه گلوله‌باران کرده است. دولت رد کرد."
)
DARI = (
    "سخنگوی وزارت دفاع می‌گوید که در حمله هوایی دیشب در ولسوالی مرغزار هیچ فرد ملکی کشته نشده است. "
    "شورای ولایتی این گفته را رد می‌کند."
)


@pytest.mark.parametrize(("code", "words"), SENTENCES.items())
def test_a_report_is_told_by_its_language(code, words):
    assert identify(words) == code


@pytest.mark.parametrize("words", [PERSIAN, DARI])
def test_persian_and_dari_go_by_one_code(words):
    assert identify(words) == "fa"
    assert language_name("fa") == "Persian or Dari"


def test_a_short_headline_in_another_script_is_told_too():
    assert identify("የሸለቆው ግንባር ቃል አቀባይ ሠራዊቱን ከሰሰ") == "am"


@pytest.mark.parametrize(
    "headline",
    [
        "Truce holds in Marawa",
        "Rebels deny attack on Kasaba",
        "Al-Sabran, Hamdok to meet in Addis Zemen",
        "Talks resume",
        "General Ibrahim Sulemani Abdalla Hamdan al-Bakri, Sheikh Musa Hilal al-Qadir, Khadija Warsame",
        "Yaqub Rahimi: Taluqan, Nahr-e Sabz, Bagh-e Now, Dasht-e Gul, Koh-e Siah hit",
    ],
)
def test_a_short_english_headline_is_not_mistaken_for_another_language(headline):
    assert identify(headline) in (None, "en")


def test_figures_and_hashes_are_in_no_language():
    assert (
        identify("9286c63b1fb55e05f19f9a2ec07f6a748a6ec34cc2ed29129b3c16a7653836cf abdcfe 0585dd8eda66b4f73caf238dc")
        is None
    )


def test_a_reason_is_shown_with_the_languages_name():
    assert with_name("paragraph not annotated: es") == "paragraph not annotated: es (Spanish)"
    assert with_name("not annotated: xyz") == "not annotated: xyz"
    assert with_name("empty file") == "empty file"
