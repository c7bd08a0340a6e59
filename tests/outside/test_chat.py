"""A model's server is asked within limits; its key is told to nobody; nothing of an answer is followed."""

from __future__ import annotations

import json
import os
import time

import pytest

from trucewatch.errors import AddressRefused, BadInput, ModelStops, NoModelAnswer
from trucewatch.outside.addresses import AllowList
from trucewatch.outside.chat import PATH, ModelServer, key_of

KEY = "sk-secret-3141"


def server(site, hours, **values) -> ModelServer:
    allowed = AllowList(hosts=frozenset({site.host}))
    return ModelServer.at(
        site.url(""), "qwen3:8b", **{"allowed": allowed, "key": KEY, "clock": hours.clock, "seconds": 2, **values}
    )


def completion(words) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]})


def ask(one: ModelServer) -> str:
    return one.ask(one.request("rules", "data"))


def test_an_answer_is_its_words_and_the_request_says_model_and_messages(site, hours):
    site.show(PATH, completion('{"statements": []}'), kind="application/json")
    assert ask(server(site, hours)) == '{"statements": []}'
    method, path, headers, body = site.asked[0]
    assert (method, path, headers["Authorization"]) == ("POST", PATH, f"Bearer {KEY}")
    sent = json.loads(body)
    assert (sent["model"], sent["temperature"], sent["stream"]) == ("qwen3:8b", 0, False)
    assert [m["role"] for m in sent["messages"]] == ["system", "user"]
    assert "tools" not in sent
    assert KEY not in body.decode()


def test_the_address_may_hold_the_path_of_the_interface(site, hours):
    for path in ("", "/", "/v1", "/v1/", "/v1/chat/completions"):
        made = ModelServer.at(site.url(path), "m", allowed=AllowList(hosts=frozenset({site.host})))
        assert made.address == f"http://{site.host}"


@pytest.mark.parametrize("address", ["ftp://x.example", "https://me:pw@x.example", "https://x.example/?a=1", "words"])
def test_what_is_no_server_is_refused(address):
    with pytest.raises(AddressRefused):
        ModelServer.at(address, "m", allowed=AllowList())


def test_a_server_on_this_machine_is_asked_only_if_the_settings_name_it(site):
    with pytest.raises(AddressRefused, match=rf"not encrypted.*TRUCEWATCH_ALLOW_HOSTS={site.host}"):
        ModelServer.at(site.url(), "m", allowed=AllowList())
    private = ModelServer.at("https://127.0.0.1:9", "m", allowed=AllowList())
    with pytest.raises(ModelStops, match="no public address"):
        ask(private)
    assert site.asked == []


@pytest.mark.parametrize("name", ["", "two words", "m\n", "a" * 121, "<script>"])
def test_a_name_that_no_model_has_is_refused(name):
    with pytest.raises(BadInput, match="no name of a model"):
        ModelServer.at("https://x.example", name, allowed=AllowList())


def test_a_busy_server_is_asked_again_after_growing_pauses_or_the_one_it_asks_for(site, hours):
    answers = iter([(503, {}), (429, {"Retry-After": "30"}), (200, {})])

    def busy(handler):
        status, headers = next(answers)
        body = completion("{}").encode() if status == 200 else b""
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    site.pages[PATH] = busy
    assert ask(server(site, hours)) == "{}"
    assert hours.slept == [1.0, 30.0]


def test_a_server_that_gives_nothing_is_left_after_four_tries(site, hours):
    site.show(PATH, "", status=500)
    with pytest.raises(NoModelAnswer, match="answered 500; tried 4 times"):
        ask(server(site, hours))
    assert len(site.asked) == 4
    assert hours.slept == [1.0, 5.0, 20.0]


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (401, {}, "TRUCEWATCH_MODEL_KEY"),
        (404, {}, "qwen3:8b a model it has"),
        (302, {"Location": "http://evil.example/"}, "answered 302"),
        (429, {"Retry-After": "7200"}, "left alone for 2 h"),
        (429, {"Retry-After": "864000"}, "left alone for 10 days"),
        (503, {"Retry-After": "Tue, 13 May 2031 12:00:00 GMT"}, "left alone for 10 days"),
        (200, {"Content-Encoding": "br"}, "packed as 'br', which was not asked for"),
        (200, {"Content-Encoding": "zstd"}, "packed as 'zstd', which was not asked for"),
        (200, {"Content-Encoding": "gzip, br"}, "packed as 'br', which was not asked for"),
        (200, {"Content-Encoding": "deflate"}, "does not unpack"),
    ],
)
def test_where_asking_on_would_not_help_all_asking_ends(site, hours, status, headers, told):
    site.pages[PATH] = (status, headers, json.dumps({"error": {"message": f"no {KEY}\x1b[31m here"}}).encode())
    with pytest.raises(ModelStops, match=told) as error:
        ask(server(site, hours))
    assert len(site.asked) == 1
    assert KEY not in str(error.value) and "\x1b" not in str(error.value)


@pytest.mark.parametrize(
    "body", ["<html>", "{}", '{"choices": []}', completion(None), completion([{"type": "image"}]), "[" * 5000]
)
def test_an_answer_without_words_is_none(site, hours, body):
    site.show(PATH, body)
    with pytest.raises(NoModelAnswer):
        ask(server(site, hours))
    assert len(site.asked) == 1


def test_calls_of_tools_in_an_answer_are_not_looked_at(site, hours):
    message = {"content": "{}", "tool_calls": [{"function": {"name": "fetch", "arguments": site.url("/orders")}}]}
    site.show(PATH, json.dumps({"choices": [{"message": message}]}))
    assert ask(server(site, hours)) == "{}"
    assert site.paths() == [PATH]


def test_an_endless_answer_and_one_that_never_comes_cost_their_request_alone(site, hours):
    site.show(PATH, "x" * 1_000_001)
    with pytest.raises(NoModelAnswer, match="more than 1,000,000 bytes"):
        ask(server(site, hours))
    site.pages[PATH] = lambda handler: time.sleep(0.5)
    with pytest.raises(NoModelAnswer, match="TRUCEWATCH_MODEL_SECONDS"):
        ask(server(site, hours, seconds=0.1))
    assert len(site.asked) == 2


def test_the_key_comes_from_the_environment_or_a_file_that_only_its_owner_reads(tmp_path):
    path = tmp_path / "key"
    path.write_text(f"{KEY}\n")
    os.chmod(path, 0o600)
    assert (key_of("", ""), key_of(KEY, ""), key_of("", str(path))) == ("", KEY, KEY)
    os.chmod(path, 0o640)
    with pytest.raises(ModelStops, match="chmod 600"):
        key_of("", str(path))
    with pytest.raises(ModelStops, match="both set"):
        key_of(KEY, str(path))
    with pytest.raises(ModelStops, match="cannot be read"):
        key_of("", str(tmp_path / "none"))
    with pytest.raises(ModelStops) as error:
        key_of(f"{KEY}\nX-Other: 1", "")
    assert KEY not in str(error.value)
    assert KEY not in repr(ModelServer.at("https://x.example", "m", allowed=AllowList(), key=KEY))
