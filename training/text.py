"""What the generated lines say: words, numbers, signs, laws, dates, formulas, and strings without any sense.

Sources: the vocabulary of `normalizers` (headings, units, regions), frequent Indonesian words (package `wordfreq`), and
the short templates below. No text of any document is among them; sentences arise by chance only.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from extractors.ocr.alphabet import ALPHABET

VOCABULARY = Path(__file__).parent.parent / "normalizers" / "vocabulary"
#: Columns of the vocabulary's files that hold print; the others are codes and notes.
PRINTED_COLUMNS = ("teks", "nama")
#: Frequent words taken from wordfreq, and how fast their weight falls with their rank.
FREQUENT_WORDS = 30_000
RANK_OFFSET, RANK_POWER = 8, 0.55
LONGEST = 62

PHRASES = Path(__file__).parent / "phrases"
#: Words of the administration; patterns in which `{}` is one or two words; cells that hold hardly more than one sign,
#: each rare in running text, and a reader must know them alone.
ADMINISTRATION = (PHRASES / "words.txt").read_text(encoding="utf-8").split()
TEMPLATES = (PHRASES / "templates.txt").read_text(encoding="utf-8").splitlines()
SHORT = (PHRASES / "short.txt").read_text(encoding="utf-8").split()
LAWS = ("UU", "PP", "Permendagri", "Perda", "Perbup", "Perpres", "Permen PANRB", "Undang-Undang", "Peraturan Menteri")
MONTHS: tuple[str, ...] = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September")
MONTHS += ("Oktober", "November", "Desember")
UNITS_AFTER = (
    "%",
    " %",
    "%",
    " persen",
    "‰",
    " orang",
    " Unit",
    " ha",
    " km",
    " kg",
    "°C",
    " m²",
    " poin",
    ",-",
    " kali",
)
SIGNS: tuple[str, ...] = (
    " x ",
    " × ",
    " : ",
    " / ",
    "/",
    " + ",
    " - ",
    " – ",
    " = ",
    " ÷ ",
    "x",
    " > ",
    " < ",
    " ≥ ",
    " ≤ ",
    "=",
    " ± ",
)
SIGNS += (" * ", ": ", "; ", ", ", " X ", "≥", "≤", ">", "<", "+", "-", ":", "×", "÷")
BRACKETS = (
    "({})",
    "{{ {} }}",
    "[{}]",
    "({}) x 100%",
    "({})x100%",
    "({}) × 100 %",
    '"{}"',
    "“{}”",
    "‘{}’",
    "'{}'",
    "({}",
)
ENDINGS = (",", ".", ";", ":", ")", "-", "/", "%", " x 100%", "...", "…", "*", " -", " :", "?", '"', "_", "°")


#: Signs that stand apart, and the share of short lines that such a sign is, ends, and begins.
APART, LONE = (":", ":", "/", "/", "-", "-", "–", "=", "+", "x", "•", "%", ">", "<", "÷", "|"), 0.12


@dataclass(frozen=True)
class Words:
    """Frequent words with their cumulative weights, and the phrases of the vocabulary."""

    frequent: tuple[str, ...]
    weights: np.ndarray
    phrases: tuple[str, ...]


@cache
def words() -> Words:
    """All word sources; the vocabulary's phrases are those whose every sign is in the alphabet."""
    from wordfreq import top_n_list  # noqa: PLC0415  (only where text is made)

    frequent = tuple(word for word in top_n_list("id", FREQUENT_WORDS) if re.fullmatch(r"[a-z\-]{2,18}", word))
    weights = np.cumsum(1 / np.arange(RANK_OFFSET, RANK_OFFSET + len(frequent)) ** RANK_POWER)
    phrases: list[str] = []
    for path in sorted(VOCABULARY.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                phrases += [row[column] for column in PRINTED_COLUMNS if row.get(column)]
    known = set(ALPHABET)
    return Words(frequent, weights / weights[-1], tuple(phrase for phrase in phrases if set(phrase) <= known))


def line(dice: random.Random) -> str:
    """One line of text, at most LONGEST signs, without white space at its ends and never empty."""
    kinds: list[tuple[float, Callable[[random.Random], str]]] = [
        (0.27, _running),
        (0.18, _template),
        (0.06, _phrase),
        (0.17, number),
        (0.10, _short),
        (0.06, _reference),
        (0.09, _formula),
        (0.04, _mixture),
        (0.03, _random),
    ]
    (make,) = dice.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])
    text = make(dice)
    if dice.random() < 0.1:
        text += dice.choice(ENDINGS)
    if dice.random() < 0.03:
        text = "(" + text
    text = re.sub(r" +", " ", text).strip()
    if len(text) > LONGEST:
        cut = text.rfind(" ", 0, dice.randint(20, LONGEST))
        text = text[:cut] if cut > 5 else text[:50]
    return text.strip() or "-"


def number(dice: random.Random) -> str:
    """A number as it stands in a cell, with the separators, signs and units that go with it."""
    kind = dice.random()
    if kind < 0.14:
        text = str(dice.randint(0, 9))
    elif kind < 0.26:
        text = str(dice.randint(10, 100))
    elif kind < 0.52:
        text = f"{dice.uniform(0, 100):.{dice.choice((1, 1, 2, 2, 2, 3))}f}".replace(".", dice.choice(",,,."))
    elif kind < 0.64:
        text = f"{dice.randint(1000, 10 ** dice.randint(4, 12)):,}".replace(",", ".")
        text += f",{dice.randint(0, 99):02d}" if dice.random() < 0.25 else ""
    elif kind < 0.70:
        text = str(dice.randint(1000, 99999))
    elif kind < 0.76:
        text = str(dice.randint(1990, 2035))
    elif kind < 0.80:
        text = "Rp" + dice.choice(("", " ", ". ")) + f"{dice.randint(10**5, 10**12):,}".replace(",", ".")
        text += dice.choice((",-", ",00", "", ""))
    elif kind < 0.84:
        joint = dice.choice((" – ", " - ", "-", "–", " s/d ", " s.d. ", "/", ":"))
        text = f"{dice.randint(1, 99)}{joint}{dice.randint(10, 2030)}"
    elif kind < 0.92:
        text = dice.choice(("≥ ", "≤ ", "> ", "< ", "≥", "≤", ">", "<", "± ", ">= ", "<= ", "= ", "-", "+", "– "))
        text += dice.choice((str(dice.randint(0, 100)), f"{dice.uniform(0, 10):.1f}".replace(".", ",")))
    else:
        text = "".join(dice.choice("0123456789.,/-: ") for _ in range(dice.randint(2, 12)))
    return text + (dice.choice(UNITS_AFTER) if dice.random() < 0.25 else "")


def _word(dice: random.Random) -> str:
    source = words()
    if dice.random() < 0.45:
        return dice.choice(ADMINISTRATION)
    return source.frequent[min(int(np.searchsorted(source.weights, dice.random())), len(source.frequent) - 1)]


def _case(dice: random.Random, text: str) -> str:
    kind = dice.random()
    if kind < 0.42:
        return text
    if kind < 0.62:
        return text[:1].upper() + text[1:]
    if kind < 0.80:
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
    return text.upper()


def _some(dice: random.Random, least: int, most: int) -> str:
    return _case(dice, " ".join(_word(dice) for _ in range(dice.randint(least, most))))


def _running(dice: random.Random) -> str:
    text = _some(dice, 1, 7)
    if dice.random() < 0.2:
        place = text.find(" ")
        text = text if place < 0 else text[:place] + dice.choice((",", ".", ";", ":", " :", "/", " -")) + text[place:]
    return text


def _template(dice: random.Random) -> str:
    template = dice.choice(TEMPLATES)
    text = template.format(*(_some(dice, 1, 2) for _ in range(template.count("{}"))))
    return text.upper() if dice.random() < 0.2 else text


def _phrase(dice: random.Random) -> str:
    text = dice.choice(words().phrases)
    return text.upper() if dice.random() < 0.25 else text


def _short(dice: random.Random) -> str:
    """A word or two of a cell; now and then a sign alone, or one that stands apart at a line's beginning or end."""
    text, way = dice.choice(SHORT), dice.random()
    if way < LONE:
        return dice.choice(APART)
    if way < 2 * LONE:
        return f"{text} {dice.choice(APART)}"
    return f"{dice.choice(APART)} {text}" if way < 3 * LONE else text


def _reference(dice: random.Random) -> str:
    roll = dice.randint
    nip = f"{roll(1955, 1998)}{roll(1, 12):02d}{roll(1, 28):02d}", f"{roll(1980, 2020)}{roll(1, 12):02d}"
    makers: tuple[Callable[[], str], ...] = (
        lambda: (
            f"{dice.choice(LAWS)} {dice.choice(('No.', 'Nomor', 'No', 'NOMOR', 'No. '))}{dice.choice((' ', ''))}"
            f"{roll(1, 99)} {dice.choice(('Tahun', 'tahun', 'thn', 'th.', 'TAHUN'))} {roll(1990, 2026)}"
        ),
        lambda: f"{dice.choice(('NIP. ', 'NIP ', 'NIP: ', ''))}{nip[0]} {nip[1]} {roll(1, 2)} {roll(1, 999):03d}",
        lambda: f"{dice.choice(('NIP. ', 'NIP.', 'NIP '))}{nip[0]}{nip[1]}{roll(1, 2)}{roll(1, 999):03d}",
        lambda: f"{roll(1, 31)} {dice.choice(MONTHS)} {roll(2000, 2028)}",
        lambda: f"{roll(1, 31):02d}{dice.choice('/-.')}{roll(1, 12):02d}{dice.choice('/-.')}{roll(2000, 2028)}",
        lambda: (
            f"Nomor: {roll(1, 999)}/{roll(100, 999)}/{dice.choice(('Kep', 'SK', 'BAPP', 'ORG', 'HK'))}"
            f"-{dice.choice(('I', 'II', 'IV', 'XII'))}/{roll(2010, 2026)}"
        ),
        lambda: f"Telp. (0{roll(21, 999)}) {roll(10**5, 10**7)}",
        lambda: f"Pasal {roll(1, 99)} ayat ({roll(1, 9)})",
        lambda: f"{dice.choice(('Triwulan', 'TW', 'Tw.', 'Semester'))} {dice.choice(('I', 'II', 'III', 'IV'))}",
        lambda: f"{roll(2010, 2022)}{dice.choice(('-', ' - ', '–', ' – ', '/', ' s.d. '))}{roll(2015, 2030)}",
        lambda: f"{dice.choice(('Pembina', 'Penata', 'Juru', 'Pengatur'))} / {dice.choice('IVX')}{dice.choice('IV')}/a",
    )
    return dice.choice(makers)()


def _formula(dice: random.Random) -> str:
    def term() -> str:
        letter = dice.choice(("n", "(n-1)", "t", "t-1", "A", "B", "X", "Y", "N", "P", "100", "100%", "1.000"))
        summed = dice.choice(("∑ ", "Σ ", "Σ", "∑", "Jumlah ", ""))
        return dice.choice((number(dice), _some(dice, 1, 2), letter, summed + _some(dice, 1, 2)))

    text = term()
    for _ in range(dice.randint(1, 3)):
        text += dice.choice(SIGNS) + term()
    return dice.choice(BRACKETS).format(text) if dice.random() < 0.35 else text


def _mixture(dice: random.Random) -> str:
    text = _case(
        dice, " ".join(_word(dice) if dice.random() < 0.6 else number(dice) for _ in range(dice.randint(2, 5)))
    )
    return "".join(sign + (dice.choice(",.;:)(-/&") if sign != " " and dice.random() < 0.04 else "") for sign in text)


def _random(dice: random.Random) -> str:
    signs = ALPHABET if dice.random() < 0.5 else "0123456789%.,:;-/()IlO1S5B8Z2xX×Σ∑≥≤÷•–°²³"
    return "".join(dice.choice(signs) for _ in range(dice.randint(1, 10)))
