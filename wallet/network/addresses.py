"""Which internet addresses may be connected to: public ones, and no other.

A badge names addresses, and whoever wrote it chose them. Without this check it could make the
program talk to the router, to a printer, or to a service of this very machine (SECURITY.md,
threat 21). It is made of numbers, after the name was looked up, so that no way of writing an
address passes it by.
"""

from __future__ import annotations

import ipaddress
from typing import Final

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: behind such an address lies the IPv4 address in its last 32 bits."""
_REFUSED: Final = tuple(
    ipaddress.ip_network(one)
    for one in (
        "192.88.99.0/24",  # RFC 7526: relays of 6to4, given up
        "::/96",  # RFC 4291 §2.5.5.1: "IPv4-compatible", given up
        "64:ff9b:1::/48",  # RFC 8215: NAT64 inside one network
        "2001::/32",  # RFC 4380: Teredo holds an IPv4 address
        "2002::/16",  # RFC 3056: so does 6to4
        "fec0::/10",  # RFC 3879: site-local, given up
    )
)


def is_public(address: str) -> bool:
    """Return whether ``address``, as numbers, is one of the public internet (unicast)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if any(ip.version == net.version and ip in net for net in _REFUSED):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
