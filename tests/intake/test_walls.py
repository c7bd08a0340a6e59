from __future__ import annotations

import pytest

from trucewatch.intake.walls import leads_elsewhere


@pytest.mark.parametrize(
    ("asked", "found", "gate"),
    [
        ("https://a.example/news/truce", "https://a.example/", "the front page"),
        ("https://a.example/news/truce", "https://www.a.example/en/", "the front page"),
        ("https://a.example/news/truce", "https://a.example/index.html", "the front page"),
        ("https://a.example/news/truce", "https://consent.a.example/?next=x", "a page for consent"),
        ("https://a.example/news/truce", "https://a.example/users/sign-in?return=/news/truce", "a page for signin"),
        ("https://a.example/news/truce", "https://a.example/subscribe.html", "a page for subscribe"),
        ("https://a.example/news/truce", "https://a.example/news/truce/", None),
        ("http://a.example/news/truce", "https://www.a.example/2031/05/news-truce", None),
        ("https://a.example/login/story", "https://a.example/login/story-2", None),
        ("https://a.example/", "https://a.example/en/", None),
        ("https://a.example/?p=12", "https://a.example/2031/truce", None),
        ("https://a.example/x", "https://a.example/news/the-choice-of-a-general", None),
    ],
)
def test_a_redirect_is_told_from_a_gate(asked, found, gate):
    assert leads_elsewhere(asked, found) == gate
