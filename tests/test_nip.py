"""The NIP: found in its printed forms, checked by its own digits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.nip import find_nip, parse_nip


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("NIP. 19670415 198603 1 005", "196704151986031005"),
        ("NIP:19660622 199103 1 014", "196606221991031014"),
        ("NIP 196104211985091001", "196104211985091001"),
        ("Pembina Otama Muda NIP:19660622 199103 1 014", "196606221991031014"),
        ("ADI\nNIP. 19610421\n198509 1 001\n", "196104211985091001"),
        ("NIP. 19610421.198509.1.001", "196104211985091001"),
        ("ADI 19610421 198509 1 001", "196104211985091001"),
        ("NIP. 19690812 200003 1 004\n1\n2. Nama", "196908122000031004"),
        ("NI PPPK 199001012023211001", "199001012023211001"),
        ("NIPPPK. 199001012023211001", "199001012023211001"),
    ],
)
def test_printed_forms(text: str, digits: str) -> None:
    nip = find_nip(text)
    assert nip is not None
    assert (nip.digits, nip.valid, nip.reasons) == (digits, True, ())


@pytest.mark.parametrize(
    "text", ["", "NIP.", "NIP. ........", "HJ. MERAWATI", "0771231 200212 2 015", "Telepon (0361) 811602"]
)
def test_no_nip(text: str) -> None:
    assert find_nip(text) is None


@pytest.mark.parametrize(("text", "count"), [("NIP. 0771231 200212 2 015", 17), ("NIP 131110468", 9)])
def test_a_wrong_length_gives_no_digits_but_a_reason(text: str, count: int) -> None:
    nip = find_nip(text)
    assert nip is not None
    assert nip.digits is None
    assert not nip.valid
    assert str(count) in nip.reasons[0]


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("196713151986031005", "lahir"),
        ("196702301986031005", "lahir"),
        ("196704151986131005", "pengangkatan"),
        ("196704151986211005", "pengangkatan"),
        ("196704151976031005", "Usia"),
        ("196704152036031005", "Usia"),
        ("196704151986033005", "kelamin"),
    ],
)
def test_each_rule_speaks(digits: str, reason: str) -> None:
    nip = parse_nip(digits)
    assert nip.digits == digits
    assert not nip.valid
    assert len(nip.reasons) == 1
    assert reason in nip.reasons[0]


def test_letters_for_digits_are_read_but_reported() -> None:
    nip = parse_nip("NIP. l967O415 198603 1 005")
    assert nip.digits == "196704151986031005"
    assert not nip.valid


@given(
    st.dates(date(1950, 1, 1), date(2000, 12, 31)),
    st.integers(18, 50),
    st.integers(1, 12),
    st.booleans(),
    st.integers(0, 999),
)
def test_every_lawful_nip_is_valid_however_grouped(born: date, age: int, month: int, man: bool, serial: int) -> None:
    groups = [f"{born:%Y%m%d}", f"{born.year + age}{month:02d}", "1" if man else "2", f"{serial:03d}"]
    for separator in ("", " ", ". ", "\n"):
        nip = find_nip("NIP. " + separator.join(groups))
        assert nip is not None
        assert nip.valid
        assert nip.digits == "".join(groups)


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    nip = parse_nip(text)
    assert nip.digits is None or len(nip.digits) == 18
