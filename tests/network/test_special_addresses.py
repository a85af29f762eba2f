"""Addresses that are special whatever the patch release of Python says of them."""

from __future__ import annotations

import ipaddress

import pytest

from draftproof.network.addresses import is_public
from draftproof.network.client import NetworkError
from draftproof.network.resolving import Reach
from draftproof.network.running import run

SPECIAL = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
)  # fmt: skip
"""The registry of special addresses (IANA, RFC 6890), and one at which a cloud answers its own machines."""
SPECIAL_V6 = (
    "::/128", "::1/128", "::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32",
    "fc00::/7", "fd00:ec2::254/128", "fe80::/10", "fec0::/10", "ff00::/8",
)  # fmt: skip


@pytest.mark.parametrize("network", SPECIAL)
def test_no_special_address_is_public(network: str) -> None:
    known = ipaddress.IPv4Network(network)
    for address in {known[0], known[-1], known[known.num_addresses // 2]}:
        number = int(address)
        spellings = (
            str(address),
            f"::ffff:{address}",
            str(ipaddress.IPv6Address(0x0064_FF9B << 96 | number)),
            str(ipaddress.IPv6Address(0x2002 << 112 | number << 80 | 1)),
        )
        assert [spelling for spelling in spellings if is_public(spelling)] == []


@pytest.mark.parametrize("network", SPECIAL_V6)
def test_no_special_address_of_version_six_is_public(network: str) -> None:
    known = ipaddress.IPv6Network(network)
    if network != "::ffff:0:0/96":  # these stand for all of version four
        assert not is_public(str(known[known.num_addresses // 2]))
    assert not is_public(str(known[0]))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "192.0.1.1", "168.63.129.17", "2606:4700:4700::1111"]
)
def test_others_are(address: str) -> None:
    assert is_public(address)
    assert run(Reach().addresses(address, 443)) == (address,)


@pytest.mark.parametrize(
    "host",
    [
        "0x7f000001",
        "2130706433",
        "127.1",
        "0177.0.0.01",
        "0",
        "localhost",
        "0300.0.0.0300",
        "3221225664",
        "[::1]",
    ],
)
def test_other_spellings_of_such_an_address_lead_nowhere(host: str) -> None:
    """As the system reads them; whatever it makes of them, it is the address that is judged."""
    with pytest.raises(NetworkError, match=r"is this machine or in a private network|has no address"):
        run(Reach().addresses(host, 80))
