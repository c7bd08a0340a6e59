"""Two spellings of one name, within one report."""

from __future__ import annotations

import pytest

from trucewatch.annotate.spellings import same_family_name, same_given_name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Hrytsko", "Gritsko", True, id="h and g, y and i"),
        pytest.param("Qudsi", "Kudsi", True, id="q and k"),
        pytest.param("Meléndez", "Melendez", True, id="accents"),
        pytest.param("Tarkovich", "Tarkovish", True, id="ch and sh"),
        pytest.param("Halloran", "Haloran", True, id="double letters"),
        pytest.param("Hansen", "Jansen", False, id="another first letter"),
        pytest.param("Orav", "Oras", False, id="a short name has too many neighbours"),
    ],
)
def test_family_names_are_one_where_only_the_spelling_differs(one, other, same):
    assert same_family_name(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Moataz", "Mu'taz", True, id="consonants alone"),
        pytest.param("Mohammad", "Muhammed", True, id="vowels differ"),
        pytest.param("A.", "Anna", True, id="an initial"),
        pytest.param("Mart", "Martin", False, id="a name that begins another"),
        pytest.param("Maria", "Mario", False, id="a woman and a man"),
        pytest.param("Samir", "Walid", False, id="two names"),
    ],
)
def test_given_names_before_one_family_name(one, other, same):
    assert same_given_name(one, other) is same
