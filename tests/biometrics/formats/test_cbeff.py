"""CBEFF as MOSIP writes it, and XML that was made to do harm."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.biometrics.errors import (
    BiometricError,
    DoesNotFit,
    ForbiddenXml,
    UnreadableRecord,
    UnsupportedRecord,
)
from tuntas.biometrics.formats import cbeff
from tuntas.biometrics.formats.cbeff import Block, finger_of, read, subtype_of, write
from tuntas.biometrics.positions import Finger

# After the example of MOSIP's documentation, with another prefix and every field it names.
EXAMPLE = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:BIR xmlns:c="http://standards.iso.org/iso-iec/19785/-3/ed-2/">
  <c:BIRInfo><c:Integrity>false</c:Integrity></c:BIRInfo>
  <!-- left ring -->
  <c:BIR>
    <c:Version><c:Major>1</c:Major><c:Minor>2</c:Minor></c:Version>
    <c:CBEFFVersion><c:Major>3</c:Major><c:Minor>4</c:Minor></c:CBEFFVersion>
    <c:BIRInfo><c:Integrity>true</c:Integrity></c:BIRInfo>
    <c:BDBInfo>
      <c:Index>f1</c:Index>
      <c:Format><c:Organization>Mosip</c:Organization><c:Type>7</c:Type></c:Format>
      <c:CreationDate>2019-06-27T13:40:06.209Z</c:CreationDate>
      <c:Type>Finger</c:Type>
      <c:Subtype>Left
        RingFinger</c:Subtype>
      <c:Level>Raw</c:Level>
      <c:Purpose>Enroll</c:Purpose>
      <c:Quality>
        <c:Algorithm><c:Organization>HMAC</c:Organization><c:Type>SHA-256</c:Type></c:Algorithm>
        <c:Score>87</c:Score>
      </c:Quality>
    </c:BDBInfo>
    <c:BDB>RklSADAy
           MAA=</c:BDB>
    <c:SB>c2ln</c:SB>
    <c:others>
      <c:entry key="EXCEPTION">false</c:entry>
      <c:entry key="PAYLOAD">{"a": "&lt;&#38;&gt;"}</c:entry>
    </c:others>
  </c:BIR>
  <c:BIR>
    <c:BDBInfo>
      <c:Format><c:Organization>257</c:Organization><c:Type>9</c:Type></c:Format>
      <c:CreationDate>2019-06-27T21:40:06+08:00</c:CreationDate>
      <c:Type>Iris</c:Type><c:Subtype>Right</c:Subtype>
    </c:BDBInfo>
    <c:BDB></c:BDB>
  </c:BIR>
</c:BIR>"""


def test_every_element_of_mosips_example_is_read() -> None:
    finger, iris = read(EXAMPLE)

    assert finger == Block(
        kind="Finger",
        subtype="Left RingFinger",
        format=cbeff.FINGER_IMAGE,
        data=b"FIR\x00020\x00",
        created=datetime(2019, 6, 27, 13, 40, 6, 209_000, UTC),
        index="f1",
        level="Raw",
        purpose="Enroll",
        score=87,
        quality=("HMAC", "SHA-256"),
        version=(1, 2),
        cbeff_version=(3, 4),
        integrity=True,
        signature=b"sig",
        others=(("EXCEPTION", "false"), ("PAYLOAD", '{"a": "<&>"}')),
    )
    assert (iris.kind, iris.subtype, iris.format) == ("Iris", "Right", ("257", "9"))
    assert iris.created == datetime(2019, 6, 27, 13, 40, 6, tzinfo=UTC)
    assert (iris.data, iris.score, iris.quality) == (b"", None, None)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30).map(str.strip)
FORMATS = st.tuples(WORDS, WORDS)
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(["Finger", "Face", "Iris", "ExceptionPhoto"]),
    subtype=st.sampled_from([subtype_of(finger) for finger in Finger] + ["Left", "Right", ""]),
    format=FORMATS,
    data=st.binary(max_size=200),
    created=st.none()
    | st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
    ),
    index=st.none() | WORDS.filter(bool),
    level=st.sampled_from(sorted(cbeff.LEVELS)),
    purpose=st.sampled_from(sorted(cbeff.PURPOSES)),
    score=st.none() | st.integers(-2, 100),
    quality=st.none() | FORMATS,
    version=st.tuples(st.integers(0, 9999), st.integers(0, 9999)),
    integrity=st.booleans(),
    signature=st.binary(max_size=20),
    others=st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple),
)


@given(st.lists(BLOCKS, max_size=4))
def test_what_is_written_is_read_again(blocks: list[Block]) -> None:
    assert read(write(blocks)) == blocks


def test_every_finger_has_its_words_and_back() -> None:
    assert subtype_of(Finger.RIGHT_LITTLE) == "Right LittleFinger"
    for finger in Finger:
        assert finger_of(subtype_of(finger)) is finger
    for other in ("", "Left", "Left IndexFinger MiddleFinger", "left thumb"):
        assert finger_of(other) is Finger.UNKNOWN


def test_words_that_xml_cannot_hold_are_not_written() -> None:
    good = Block("Finger", "Left Thumb", cbeff.FINGER_IMAGE, b"")
    naive = datetime(2023, 6, 20)  # noqa: DTZ001 - the point of it

    for wrong in (
        replace(good, kind="a\0b"),
        replace(good, index=" a"),
        replace(good, others=(("k", "x" * 100_001),)),
        replace(good, level="raw"),
        replace(good, score=101),
        replace(good, created=naive),
    ):
        with pytest.raises(DoesNotFit):
            write([wrong])
    east = datetime(2023, 6, 20, 9, tzinfo=timezone(timedelta(hours=8)))
    assert b"2023-06-20T01:00:00.000Z" in write([replace(good, created=east)])


LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10 if at else b"lol") for at in range(10)
)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE BIR [" + LAUGHS + b"]><BIR>&l9;</BIR>",
        b'<!DOCTYPE BIR [<!ENTITY x SYSTEM "file:///etc/hostname">]><BIR>&x;</BIR>',
        b'<!DOCTYPE BIR SYSTEM "http://127.0.0.1:9/x.dtd"><BIR/>',
        b'<!DOCTYPE BIR [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><BIR/>',
        b'<?xml-stylesheet href="http://127.0.0.1:9/x"?><BIR/>',
    ],
)
def test_documents_that_want_to_declare_or_fetch_are_refused(content: bytes) -> None:
    with pytest.raises(ForbiddenXml):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<BIR>",
        b"<BIR></bir>",
        b"<BIR>&unknown;</BIR>",
        b"<other/>",
        b'<?xml version="1.0" encoding="utf-7"?><BIR/>',
        b"<BIR>\xff</BIR>",
        EXAMPLE.replace(b"RklS", b"Rk!S"),
        EXAMPLE.replace(b">87<", b">101<"),
        EXAMPLE.replace(b">87<", "٨".encode().join([b">", b"<"])),
        EXAMPLE.replace(b"2019-06-27T13", b"2019-06-31T13"),
        EXAMPLE.replace(b">Enroll<", b">Steal<"),
        EXAMPLE.replace(b"<c:Type>7</c:Type>", b""),
        EXAMPLE.replace(b"<c:SB>c2ln</c:SB>", b"<c:BDB>c2ln</c:BDB>"),
        EXAMPLE.replace(b">f1<", b">" + b"f" * 201 + b"<"),
    ],
)
def test_damaged_documents_are_refused(content: bytes) -> None:
    with pytest.raises(BiometricError):
        read(content)


def test_sixteen_bit_text_is_the_same_document() -> None:
    text = EXAMPLE.decode().replace(' encoding="UTF-8"', "")

    assert read(text.encode("utf-16")) == read(EXAMPLE)


def test_another_namespace_is_said_to_be_unsupported() -> None:
    with pytest.raises(UnsupportedRecord):
        read(EXAMPLE.replace(b"ed-2", b"ed-1"))


def test_deep_wide_and_long_documents_cost_no_more_than_reading_them() -> None:
    namespace = b'<BIR xmlns="http://standards.iso.org/iso-iec/19785/-3/ed-2/">'
    deep = namespace + b"<BIR>" * 500_000
    wide = namespace + b"<BIR/>" * 500_000 + b"</BIR>"
    names = b"<BIR " + b" ".join(b"a%d='1'" % at for at in range(100_000)) + b"/>"

    before = time.process_time()
    for content in (deep, wide, names):
        with pytest.raises(UnreadableRecord):
            read(content)

    assert time.process_time() - before < 5
