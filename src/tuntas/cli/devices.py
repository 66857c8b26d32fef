"""``tuntas devices``: what answers on this machine, a simulator, and a trial capture."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, say, table

if TYPE_CHECKING:
    from tuntas.devices.contract import Captured, CaptureRequest, DeviceInfo, Modality
    from tuntas.devices.judging import Opinion
    from tuntas.devices.sbi.agent import SbiDevice
    from tuntas.devices.station import Problem, Station

TYPES = ("Finger", "Iris", "Face")
GROUPS = ("left", "right", "thumbs")


@click.group("devices")
def devices() -> None:
    """Alat perekam: pemindai jari, iris dan kamera."""


@devices.command("list")
@answering
def list_devices() -> Answer:
    """Every device that answers on this machine, and whether this office believes it."""
    looked = _station().look()
    told = [_info(device.info) for device in looked.devices]
    refused = [_problem(problem) for problem in looked.problems]
    rows = [
        (one["place"], one["type"], one["kind"], one["model"], one["status"]) for one in told
    ] + [(one["place"], one["type"], "", one["model"], one["message"]) for one in refused]
    header = (
        bilingual("tempat", "place"),
        bilingual("jenis", "type"),
        bilingual("bentuk", "kind"),
        bilingual("model", "model"),
        bilingual("keadaan", "status"),
    )
    nothing = bilingual(
        "Tidak ada alat yang menjawab di komputer ini (pintu 4501 sampai 4600).",
        "No device answers on this computer (ports 4501 to 4600).",
    )
    return Answer(
        {"devices": told, "refused": refused},
        table(header, rows) if rows else nothing,
        ok=bool(told),
    )


@devices.command("simulate")
@click.option("--port", type=click.IntRange(4501, 4600), help=bilingual("pintu", "port"))
@click.option(
    "--identity",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help=bilingual("siapa yang duduk di depan alat (nomor)", "who sits there (a number)"),
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    help=bilingual(
        "yang salah pada pengambilan berikutnya, mis. error-110; boleh diulang",
        "what fails next, such as error-110; may be repeated",
    ),
)
@answering
def simulate(port: int | None, identity: int, faults: tuple[str, ...]) -> Answer:
    """Serve simulated devices on loopback until Ctrl-C; everything they send is SPESIMEN."""
    from tuntas.devices.simulator.server import opened
    from tuntas.devices.simulator.stage import Refused as Unknown
    from tuntas.devices.simulator.stage import Stage

    stage = Stage(identity=identity)
    try:
        for fault in faults:
            stage.inject(fault)
    except Unknown:
        raise click.BadParameter(", ".join(_known_faults()), param_hint="--fault") from None
    server = opened(_simulator_folder(), stage, port=port or 0)
    say(
        f"Alat simulasi berjalan di http://127.0.0.1:{server.bench.port}; Ctrl-C untuk berhenti.",
        f"Simulated devices run at http://127.0.0.1:{server.bench.port}; Ctrl-C to stop.",
    )
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    server.closing.set()
    server.server_close()
    return Answer({"port": server.bench.port, "identity": stage.identity})


@devices.command("try")
@click.option("--type", "kind", type=click.Choice(TYPES), default="Finger", show_default=True)
@click.option(
    "--group",
    type=click.Choice(GROUPS),
    default="right",
    show_default=True,
    help=bilingual("jari yang diminta", "which fingers"),
)
@click.option("--timeout", type=click.FloatRange(1, 120), default=40.0, show_default=True)
@answering
def try_device(kind: str, group: str, timeout: float) -> Answer:
    """Capture once and say how good it is; nothing is kept."""
    from tuntas.biometrics.fingers.extract import Extractor
    from tuntas.devices.contract import Modality
    from tuntas.devices.judging import judge

    modality = Modality(kind)
    device = _station().look(modality=modality).best(modality)
    say("Letakkan jari, mata atau wajah.", "Put fingers, eyes or face in place.")
    captured = device.capture(_request(device, modality, group, timeout))
    extractor = Extractor()
    opinions = [judge(sample, extractor) for sample in captured.samples]
    return Answer(
        {"device": _info(device.info), "samples": _samples(captured, opinions)},
        _told(captured, opinions),
        ok=all(one.ok for one in opinions),
    )


def _request(device: SbiDevice, modality: Modality, group: str, timeout: float) -> CaptureRequest:
    from tuntas.devices.contract import (
        ALL_PARTS,
        LEFT_FOUR,
        RIGHT_FOUR,
        THUMBS,
        CaptureRequest,
        Modality,
    )

    parts = ALL_PARTS[modality]
    if modality is Modality.FINGER:
        parts = {"left": LEFT_FOUR, "right": RIGHT_FOUR, "thumbs": THUMBS}[group]
        if device.info.identity.kind != "Slap":
            parts = parts[:1]
    return CaptureRequest(modality, parts, f"coba-{secrets.token_hex(8)}", timeout_s=timeout)


def _samples(captured: Captured, opinions: list[Opinion]) -> list[dict[str, object]]:
    return [
        {
            "part": sample.part.name.lower() if sample.part is not None else "face",
            "device_score": sample.score,
            "score": opinion.score,
            "ok": opinion.ok,
            "advice": [bilingual(one.id, one.en) for one in opinion.advice],
            "bytes": len(sample.record),
        }
        for sample, opinion in zip(captured.samples, opinions, strict=True)
    ]


def _told(captured: Captured, opinions: list[Opinion]) -> str:
    header = (
        bilingual("bagian", "part"),
        bilingual("kata alat", "device"),
        bilingual("mutu", "quality"),
        bilingual("saran", "advice"),
    )
    good = bilingual("Baik.", "Good.")
    rows = [
        (
            one["part"],
            one["device_score"],
            "" if one["score"] is None else one["score"],
            bilingual(opinion.advice[0].id, opinion.advice[0].en) if opinion.advice else good,
        )
        for one, opinion in zip(_samples(captured, opinions), opinions, strict=True)
    ]
    return table(header, rows)


def _info(info: DeviceInfo) -> dict[str, object]:
    return {
        "place": info.place,
        "type": info.modality.value,
        "kind": info.identity.kind,
        "make": info.identity.make,
        "model": info.identity.model,
        "serial": info.identity.serial,
        "status": info.status.value,
        "certification": info.certification,
        "environment": info.environment,
    }


def _problem(problem: Problem) -> dict[str, object]:
    identity = problem.found.identity
    return {
        "place": problem.place,
        "type": identity.modality.value if identity else "",
        "model": identity.model if identity else "",
        "code": problem.error.code,
        "message": bilingual(problem.error.id, problem.error.en),
    }


def _station() -> Station:
    """Every maker there is a folder for, and this data folder's own simulator for trials."""
    from tuntas.devices import vendors
    from tuntas.devices.simulator.certificates import ANCHOR
    from tuntas.devices.simulator.process import anchors_of
    from tuntas.devices.station import Station

    anchor = _simulator_folder() / ANCHOR
    known = anchors_of(anchor) if anchor.is_file() else ()
    return Station.of(vendors.names(), anchors=known)


def _simulator_folder() -> Path:
    return Path(os.environ.get("TUNTAS_HOME", "data")) / "devices" / "simulator"


def _known_faults() -> list[str]:
    from tuntas.devices.simulator.faults import Fault

    return [*Fault, "error-100 … error-112", "error-500 … error-599"]
