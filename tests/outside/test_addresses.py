from __future__ import annotations

import pytest

from trucewatch.errors import AddressRefused, TrucewatchError, Unreachable
from trucewatch.outside.addresses import AllowList, is_public
from trucewatch.outside.exchange import split


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:c0a8:101::1", "no address",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public_in_whatever_form_it_is_written(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


def resolver(*addresses):
    return lambda host, port: list(addresses)


def test_a_name_that_stands_for_a_private_address_is_refused_and_the_setting_named():
    allowed = AllowList(resolve=resolver("10.0.0.5"))
    with pytest.raises(AddressRefused, match=r"TRUCEWATCH_ALLOW_HOSTS=wiki\.example:80"):
        allowed.checked("wiki.example", 80)


def test_a_name_with_one_private_address_among_public_ones_is_refused():
    with pytest.raises(AddressRefused):
        AllowList(resolve=resolver("93.184.215.14", "127.0.0.1")).checked("mixed.example", 443)


@pytest.mark.parametrize(
    ("listed", "port", "fits"),
    [
        ("wiki.example", 80, True),
        ("wiki.example", 8443, True),
        ("Wiki.Example:8443", 8443, True),
        ("wiki.example:8443", 80, False),
        ("other.example, wiki.example", 80, True),
        ("example", 80, False),
    ],
)
def test_a_host_named_in_the_settings_may_be_reached_at_its_port(listed, port, fits):
    allowed = AllowList(hosts=AllowList.of(listed).hosts, resolve=resolver("10.0.0.5"))
    if fits:
        assert allowed.checked("wiki.example", port) == ["10.0.0.5"]
    else:
        with pytest.raises(AddressRefused):
            allowed.checked("wiki.example", port)


@pytest.mark.parametrize("listed", ["http://wiki.example", "*.example", "10.0.0.0/8", "a b"])
def test_what_is_no_host_is_refused_in_the_settings(listed):
    with pytest.raises(TrucewatchError, match="TRUCEWATCH_ALLOW_HOSTS"):
        AllowList.of(listed)


def test_a_name_without_an_address_cannot_be_reached():
    with pytest.raises(Unreachable, match="no address"):
        AllowList(resolve=resolver()).checked("nowhere.example", 80)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x", "file:///etc/passwd", "example.org", "https://", "https://name:secret@example.org/",
        "http://[::1", "http://example.org:99999999/", "javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url):
    with pytest.raises(AddressRefused):
        split(url)
