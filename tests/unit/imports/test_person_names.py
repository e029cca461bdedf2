"""Who is meant by what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.person_names import nearest_people, people_meant
from checks.loading.people import People, Person

NAMES = {
    "p-0001": ("Ann Lund", "ann.lund@harbour.example"),
    "p-0002": ("Ann Myrberg", "a.myrberg@harbour.example"),
    "p-0003": ("Annika Vuori", "annika@harbour.example"),
    "p-0004": ("Sjöström, Åke", "Ake.Sjostrom@Harbour.example"),
    "p-0005": ("Jürgen Groß", "jg@harbour.example"),
    "p-0006": ("Anna van den Berg", "vdb@harbour.example"),
    "p-0007": ("Eva-Lena Holm", "eva-lena@harbour.example"),
    "p-0008": ("Søren Kjær", "sk@harbour.example"),
    "p-0009": ("Bo Ek", ""),
    "p-0010": ("Bo Ek", "bo2@harbour.example"),
    "lund": ("Petra Salo", "petra@harbour.example"),
    "p-0012": ("", "nameless@harbour.example"),
}
PEOPLE = People(
    {key: Person(key, name, (address,) if address else ()) for key, (name, address) in NAMES.items()}
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("p-0003", "p-0003"),
        ("ANN.LUND@HARBOUR.EXAMPLE", "p-0001"),
        ("mailto:jg@harbour.example", "p-0005"),
        ("Ann Lund <ann.lund@harbour.example>", "p-0001"),
        ("Ann Lund (p-0001)", "p-0001"),
        ("Ann Lund", "p-0001"),
        ("Lund, Ann", "p-0001"),
        ("  lund   ann ", "p-0001"),
        ("Ann", "p-0001 p-0002"),
        ("Anni", "p-0003"),
        ("ann l", "p-0001"),
        ("A. Myrberg", "p-0002"),
        ("myr", "p-0002"),
        ("my", ""),
        ("a", ""),
        ("Åke Sjöström", "p-0004"),
        ("A\u030ake Sjo\u0308stro\u0308m", "p-0004"),
        ("ake sjostrom", "p-0004"),
        ("Sjoestroem", "p-0004"),
        ("Jurgen Gross", "p-0005"),
        ("juergen", "p-0005"),
        ("van den Berg, Anna", "p-0006"),
        ("Berg", "p-0006"),
        ("Eva", "p-0007"),
        ("Lena Holm", "p-0007"),
        ("Eva-Lena", "p-0007"),
        ("eva lena holm", "p-0007"),
        ("ann-lund", "p-0001"),
        ("Soren Kjaer", "p-0008"),
        ("Bo Ek", "p-0009 p-0010"),
        ("lund", "lund"),  # an id goes before a name
        ("Lund", "p-0001"),
        ("Bo Bo", ""),
        ("p-ann", ""),
        ("p-0099", ""),
        ("somebody@else.example", ""),
        ("", ""),
        ("Ann Lund Ann Lund Ann Lund", ""),
    ],
)
def test_a_text_means_one_several_or_nobody(text: str, meant: str) -> None:
    assert people_meant(text, PEOPLE) == tuple(meant.split())


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Myrbreg", "p-0002"),
        ("Anika Vuori", "p-0003"),
        ("p-003", "p-0003"),
        ("anika@harbour.example", "p-0003"),
        ("Bo Eck", "p-0009 p-0010"),
        ("Zebedee", ""),
        ("", ""),
    ],
)
def test_the_nearest_is_proposed(text: str, nearest: str) -> None:
    assert nearest_people(text, PEOPLE) == tuple(nearest.split())


@given(st.sampled_from(sorted(NAMES)), st.sampled_from([str.upper, str.lower, str.title]))
def test_whole_names_and_addresses_are_never_lost(person: str, written: type[str]) -> None:
    for text in filter(None, NAMES[person]):
        assert person in people_meant(written(text), PEOPLE)


@given(st.text(max_size=30))
def test_any_text_has_an_answer(text: str) -> None:
    assert set(people_meant(text, PEOPLE)) | set(nearest_people(text, PEOPLE)) <= set(NAMES)
