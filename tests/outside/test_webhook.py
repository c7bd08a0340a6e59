from __future__ import annotations

import hashlib
import hmac

import pytest

from trucewatch.errors import NotDelivered
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.webhook import post

BODY = b'{"form": 1}'


@pytest.fixture
def send(site, hours):
    def sent(url=None, **more):
        given = {"key": "k1", "secret": "s3cret", "allowed": AllowList(hosts=frozenset({site.host})), "seconds": 2}
        post(url or site.url("/hook"), BODY, clock=hours.clock, **given | more)

    return sent


def test_a_digest_is_posted_once_with_a_signature_that_the_receiver_can_work_out(site, send):
    site.show("/hook", "ok", status=202)
    send()
    ((method, path, headers, body),) = site.asked
    stamp = headers["Trucewatch-Timestamp"]
    expected = hmac.new(b"s3cret", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (method, path, body, headers["Idempotency-Key"]) == ("POST", "/hook", BODY, "k1")
    assert headers["Trucewatch-Signature"] == f"sha256={expected}"
    assert headers["Content-Type"] == "application/json"


def test_a_receiver_that_is_busy_is_tried_again_under_the_same_key(site, send, hours):
    answers = iter([503, 429, 200])

    def answer(handler):
        handler.send_response(next(answers))
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/hook"] = answer
    send()
    assert [headers["Idempotency-Key"] for _, _, headers, _ in site.asked] == ["k1"] * 3
    assert hours.slept == [1, 5]


def test_a_digest_that_was_taken_is_not_sent_again_for_the_packing_of_the_answer(site, send):
    site.show("/hook", b"\x0bok", content_encoding="br")
    send()
    assert len(site.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 302])
def test_an_answer_that_would_stay_the_same_is_not_tried_again(site, send, status):
    site.show("/hook", "no", status=status, location="/elsewhere")
    with pytest.raises(NotDelivered, match=str(status)):
        send()
    assert len(site.asked) == 1


def test_a_receiver_that_stays_busy_is_left_for_the_next_time(site, send):
    site.show("/hook", "no", status=500)
    with pytest.raises(NotDelivered):
        send()
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("url", "more", "says"),
    [
        (None, {"secret": None}, "TRUCEWATCH_WEBHOOK_SECRET"),
        ("http://hooks.example/x", {}, "not encrypted"),
        ("https://10.0.0.1/x", {}, "no public address"),
    ],
)
def test_nothing_is_sent_without_a_secret_unencrypted_or_to_a_private_address(site, send, url, more, says):
    with pytest.raises(NotDelivered, match=says):
        send(url, **more)
    assert site.asked == []
