"""Which addresses may be spoken with: the public ones, so that nobody looks into our own house through us."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

PORTS = frozenset({80, 443})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """This address was not fetched; the message says why in a plain sentence. `for_good`: trying again is no use."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


def resolve(host: str, port: int) -> list[str]:
    """Every address that a name stands for. Raises Refused when it stands for none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(_("There is no site at %(host)s.") % {"host": host}) from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))


@dataclass(frozen=True)
class Guard:
    """Lets public addresses through, and for tests the (address, port) pairs of `allow`; `resolve` looks names up."""

    allow: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    resolve: Callable[[str, int], list[str]] = resolve

    def address_for(self, host: str, port: int) -> str:
        """The one address to connect to, after all addresses of the name have been found good. Raises Refused."""
        addresses = self.resolve(host, port)
        if not addresses:
            raise Refused(_("There is no site at %(host)s.") % {"host": host})
        for address in addresses:
            if (address, port) not in self.allow and not (port in PORTS and is_public(address)):
                raise Refused(_("%(host)s is not an address on the public web.") % {"host": host}, for_good=True)
        return addresses[0]


PUBLIC = Guard()


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, and so does every address hidden inside it."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(each) for each in (ip, *_inside(ip)))


def _is_public(ip: IPAddress) -> bool:
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _inside(ip: IPAddress) -> list[IPAddress]:
    """The IPv4 addresses that an IPv6 address is a way to: mapped, 6to4, Teredo and NAT64."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    hidden: list[IPAddress] = [each for each in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if each is not None]
    if ip in _NAT64:
        hidden.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return hidden
