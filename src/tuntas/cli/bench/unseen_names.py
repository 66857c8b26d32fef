"""Names that the rules of the search were not made from, and mistakes made in them.

Invented for measuring: given names of other islands, compounds, and family names put
together from syllables, in the proportions of a regency (few names very common, many rare,
some people with one name, some in the spelling before 1972).
"""

from __future__ import annotations

import string
from typing import Final

import numpy as np
from numpy.typing import NDArray

_GIVEN: Final = (
    "Wayan Ketut Gede Putu Komang Bagus Ayu Desak Luh Nengah Surya Bayu Satria Wisnu Guntur "
    "Galih Prasetyo Wibowo Handoko Sutrisno Sugeng Slamet Paijo Tukiman Sarwono Wagiman "
    "Poniman Suparti Sumiati Ngatini Painem Tumini Warsinah Kartika Retno Endang Sulastri "
    "Wahyuni Lestari Puspita Anggraini Maharani Cahaya Cahyono Candra Citra Cinta Cokro "
    "Cempaka Dadang Asep Ujang Cecep Encep Iwan Jajang Nandang Euis Neneng Imas Yayah Yoyoh "
    "Yayan Yudha Yoga Yulianti Yusnita Yanti Yohana Yosep Yakobus Yeremia Jaelani Jauhari "
    "Jamaludin Jumiati Juminten Jefri Jeni Julaeha Jumadil Syafrudin Syamsir Syahril Syukur "
    "Syafei Syaiful Syarifah Khairunisa Khoirul Khalifah Khatimah Nyoman Nyai Bonyo Kenya "
    "Tanya Wenny Fonny Denny Benny Jonny Tonny Rudolf Agustinus Bernadus Cornelis Dominggus "
    "Elisabet Fransiska Gerson Herlina Ignasius Kornelia Laurens Magdalena Nikodemus "
    "Oktovianus Petronela Robeka Simson Teresia Urbanus Viktoria Welhelmina Zakarias Zulkifli "
    "Zulaikha Zubaidah Burhan Kurnia Murni Sukur Ucok Ruslan Rusdin Rustam Budi Bustan Dullah "
    "Gusti Hamka Hamdan Ilham Imelda Karsum Lukman Lukas Mulyadi Mulyono Nugroho Parlin "
    "Pasaribu Ridwan Rukmini Sabarudin Samsul Saodah Sudirman Sudarsono Sukardi Sunarti "
    "Supriadi Surahman Suryati Sutini Tarsisius Tugiman Udin Umi Usup Utari Wulandari "
    "Yuningsih"
)
_STARTS: Final = "Nur Sri Ros Mar Har Sam Bas Hal Kas Mis Nas Ras Sal Tas Was Dar Lis Mul Sul Zul"
_ENDS: Final = (
    "wati yani lina diana tini mawati ningsih yanto wandi din sudin yadi kiman leha mina hayu "
    "janah budin jaya cahya cita tuti fiani dewi"
)
_FAMILY_STARTS: Final = (
    "Bila Tola Hunga Mopa Pala Lawa Dungo Buha Kara Modu Ota Pilo Sunga Wala Yuni"
)
_FAMILY_ENDS: Final = "hinggo dalo ntulo ngadu mato lihu tango budu cai juwa nusu yado bato kilo"
_SYLLABLES: Final = (
    "A Ba Be Bu Ca Ce Da De Di E Fa Fi Ga Gu Ha He I Ja Je Ju Ka Ke Ki La Le Li Lu Ma Me Mi Mu Na "
    "Ne Ni No Nu O Pa Pe Pu Ra Re Ri Ro Ru Sa Se Si So Su Ta Te Ti To Tu U Wa We Ya Yu Za Zu"
)
_LAST: Final = "bri cha dha fin gam han jun kal lin man nas phia ra sya tri van wan yah zel zia"
SHARE_RARE: Final = 0.1
"""Of given names: new and foreign ones, borne by one or two people each."""


def people(count: int, rng: np.random.Generator) -> list[str]:
    """*count* full names."""
    given = [*_GIVEN.split(), *_joined(_STARTS, _ENDS)]
    rare = _joined(" ".join(_joined(_SYLLABLES, _SYLLABLES)), _LAST)
    families = _joined(_FAMILY_STARTS, _FAMILY_ENDS)
    rng.shuffle(given)
    first = rng.choice(len(given), size=(count, 3), p=_falling(len(given)))
    family = rng.choice(len(families), size=count, p=_falling(len(families)))
    shape = rng.random(count)
    chance = rng.random((count, 3))
    old = rng.random(count) < 0.08
    names = []
    for n in range(count):
        words = [
            given[i] if often > SHARE_RARE else rare[int(often / SHARE_RARE * len(rare))]
            for i, often in zip(first[n], chance[n], strict=True)
        ][: 1 + (shape[n] > 0.5) + (shape[n] > 0.92)]
        name = " ".join(words if shape[n] < 0.03 else [*words, families[family[n]]]).upper()
        names.append(old_spelling(name) if old[n] else name)
    return names


def _joined(starts: str, ends: str) -> list[str]:
    return [start + end for start in starts.split() for end in ends.split()]


def _falling(size: int) -> NDArray[np.float64]:
    """Shares of the first, second … commonest name."""
    weight = 1 / (np.arange(size) + 8)
    return np.asarray(weight / weight.sum())


_OLD: Final = (
    ("NY", "1"),
    ("SY", "2"),
    ("KH", "3"),
    ("C", "4"),
    ("J", "5"),
    ("Y", "6"),
    ("U", "7"),
)
_WRITTEN: Final = str.maketrans(
    {"1": "NJ", "2": "SJ", "3": "CH", "4": "TJ", "5": "DJ", "6": "J", "7": "OE"}
)


def old_spelling(name: str) -> str:
    """*name* as it was written before 1972.

    >>> old_spelling("YUSNITA CAHYONO")
    'JOESNITA TJAHJONO'
    """
    for new, mark in _OLD:
        name = name.replace(new, mark)
    return name.translate(_WRITTEN)


def one_letter(name: str, rng: np.random.Generator) -> str:
    """*name* with one letter changed, left out or added."""
    places = [i for i, letter in enumerate(name) if letter != " "]
    place = int(rng.choice(places))
    letter = string.ascii_uppercase[rng.integers(26)]
    tail = (name[place:], name[place + 1 :], name[place + 1 :])[kind := int(rng.integers(3))]
    return name[:place] + (letter if kind < 2 else "") + tail


def two_swapped(name: str, rng: np.random.Generator) -> str:
    """*name* with two neighbouring, different letters of one word exchanged."""
    places = [
        i for i in range(len(name) - 1) if " " not in name[i : i + 2] and name[i] != name[i + 1]
    ]
    place = int(rng.choice(places))
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
