"""Missions as iCalendar: where a team is and when; no name of any resident.

>>> from datetime import date, datetime, time, UTC
>>> entry = Entry("ab" * 16, "Tim Kwandang", date(2023, 6, 15), time(8), time(16), "Desa Dudepo",
...     "https://kantor.example/pelayanan/tugas/ab/")
>>> text = feed("Pelayanan bergerak", [entry], "Asia/Makassar", datetime(2023, 6, 14, tzinfo=UTC))
>>> "SUMMARY:Tim Kwandang: Desa Dudepo" in text.decode()
True
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Entry:
    """One mission. *ends* at or before *starts* means past midnight."""

    ref: str
    team: str
    on: date
    starts: time
    ends: time
    where: str
    url: str
    cancelled: bool = False


def feed(name: str, entries: Iterable[Entry], zone: str, now: datetime) -> bytes:
    """An RFC 5545 calendar of *entries* in the office's time *zone*."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tuntas//Pelayanan bergerak//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, ZoneInfo(zone), now))
    text: bytes = calendar.to_ical()
    return text


def _event(entry: Entry, zone: ZoneInfo, now: datetime) -> Event:
    event = Event()
    starts = datetime.combine(entry.on, entry.starts, zone)
    ends = datetime.combine(entry.on, entry.ends, zone)
    event.add("uid", f"{entry.ref}@tuntas")
    event.add("dtstamp", now)
    event.add("dtstart", starts)
    event.add("dtend", ends if ends > starts else ends + timedelta(1))
    event.add("summary", f"{entry.team}: {entry.where}")
    event.add("location", entry.where)
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
