"""The devices of one capture station: looked for, believed, and ready to be asked.

>>> Station(Trust()).look(ports=[]).problems
()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime

from tuntas.devices import vendors
from tuntas.devices.contract import Modality
from tuntas.devices.errors import DeviceError, NoDevice
from tuntas.devices.sbi import HOST, PORTS, agent
from tuntas.devices.sbi.agent import SbiDevice, Terms, now_utc
from tuntas.devices.sbi.limits import DEFAULTS, Limits
from tuntas.devices.sbi.presenting import Found
from tuntas.devices.sbi.trust import Anchor, Trust
from tuntas.devices.vendors import Vendor


@dataclass(frozen=True, slots=True)
class Problem:
    """A device that answered and cannot be used. place: where; found: as it called itself."""

    place: str
    found: Found
    error: DeviceError


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look around brought."""

    devices: tuple[SbiDevice, ...]
    problems: tuple[Problem, ...]

    def best(self, modality: Modality, *, kind: str = "") -> SbiDevice:
        """The first device for *modality*, ready ones and slap or double ones before others.

        Raises the problem of a device that would have done, else NoDevice.
        """
        fit = [
            device
            for device in self.devices
            if device.info.modality is modality and kind in ("", device.info.identity.kind)
        ]
        if fit:
            return min(fit, key=lambda device: (device.info.status != "Ready", _order(device)))
        for problem in self.problems:
            if problem.found.identity is None or problem.found.identity.modality is modality:
                raise problem.error
        raise NoDevice


def _order(device: SbiDevice) -> int:
    return 0 if device.info.identity.kind in ("Slap", "Double", "Full face") else 1


@dataclass(frozen=True, slots=True)
class Station:
    """Whom this station believes, and how it asks."""

    trust: Trust
    vendors: tuple[Vendor, ...] = ()
    limits: Limits = DEFAULTS
    clock: Callable[[], datetime] = field(default=now_utc)

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        *,
        anchors: Iterable[Anchor] = (),
        revoked: Iterable[str] = (),
        limits: Limits = DEFAULTS,
        clock: Callable[[], datetime] = now_utc,
    ) -> Station:
        """A station for the makers *names*, and for further *anchors* such as a simulator's.

        Raises VendorUnknown.
        """
        makers = tuple(vendors.load(name) for name in names)
        known = [anchor for maker in makers for anchor in maker.anchors]
        return cls(Trust((*known, *anchors), frozenset(revoked)), makers, limits, clock)

    def look(self, *, modality: Modality | None = None, ports: Iterable[int] = PORTS) -> Looked:
        """Every device on this machine, believed or with the reason why not; about a second."""
        services: dict[int, list[Found]] = {}
        for found in agent.discover(ports, modality=modality):
            services.setdefault(found.port, []).append(found)
        if not services:
            return Looked((), ())
        with ThreadPoolExecutor(len(services), "sbi-info") as pool:
            met = [one for many in pool.map(self._meet, services.values()) for one in many]
        return Looked(
            tuple(one for one in met if isinstance(one, SbiDevice)),
            tuple(one for one in met if isinstance(one, Problem)),
        )

    def _meet(self, service: list[Found]) -> list[SbiDevice | Problem]:
        """The devices of one service, which is asked once for all of them."""
        try:
            body = agent.presented(service[0].port, Terms(self.trust, self.limits, self.clock))
        except DeviceError as error:
            return [_problem(found, found.problem or error) for found in service]
        return [self._introduced(found, body) for found in service]

    def _introduced(self, found: Found, body: bytes) -> SbiDevice | Problem:
        if found.problem is not None:
            return _problem(found, found.problem)
        terms = Terms(self.trust, self.limits, self.clock)
        maker = next(
            (one for one in self.vendors if found.identity and one.makes(found.identity)), None
        )
        if maker is not None:
            terms = replace(terms, words=maker.words, adjust=maker.adjust)
        try:
            return agent.introduced(found, body, terms)
        except DeviceError as error:
            return _problem(found, error)


def _problem(found: Found, error: DeviceError) -> Problem:
    return Problem(f"{HOST}:{found.port}", found, error)
