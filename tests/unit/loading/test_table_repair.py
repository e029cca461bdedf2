"""A log that a spreadsheet has saved: repaired to the bytes it had, or left and named."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.loading.spreadsheet_text import NotRepairableError
from checks.loading.table_repair import repair_table
from checks.model.periods import named_quarter
from checks.model.touchpoint_log import COLUMNS, STATES
from tests.support.paths import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

QUARTER = named_quarter("2026-Q3")
HEADER = ",".join(COLUMNS)
FIRST_DAY = SHARED / "cases" / "first-day"
MONTHS = ("July", "heinäkuuta", "Aug", "août", "September", "sept.")

Rows = list[list[str]]


def tidy(rows: Rows, width: int = len(COLUMNS)) -> str:
    """Return the text of a log in order."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([list(COLUMNS[:width]), *sorted(rows)])
    return out.getvalue()


def with_dates(*dates: str) -> bytes:
    """Return a log with one row for each text in the column of dates."""
    return "".join(
        f"{line}\n" for line in [HEADER, *(f'"{text}",one-on-one,p-1,p-2,outbound,held,,' for text in dates)]
    ).encode()


def dates_in(content: bytes) -> list[str]:
    """Return the column of dates."""
    return [row[0] for row in csv.reader(content.decode().splitlines()[1:])]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("03.08.2026", "2026-08-03"),
        ("3.8.2026", "2026-08-03"),
        ("3. 8. 2026", "2026-08-03"),
        ("03.08.26", "2026-08-03"),
        ("3.8.", "2026-08-03"),
        ("3/8/2026", "2026-08-03"),
        ("8/3/2026", "2026-08-03"),
        ("03-08-2026", "2026-08-03"),
        ("8/3/26", "2026-08-03"),
        ("26/08/03", "2026-08-03"),
        ("8/8/2026", "2026-08-08"),
        ("8/21/2026", "2026-08-21"),
        ("2026/8/3", "2026-08-03"),
        ("2026. 08. 03.", "2026-08-03"),
        ("20260803", "2026-08-03"),
        ("2026-08-03 00:00:00", "2026-08-03"),
        ("2026-08-03T00:00:00.000", "2026-08-03"),
        ("8/3/2026 12:00:00 AM", "2026-08-03"),
        ("3.8.2026 0.00", "2026-08-03"),
        ("2026\u201108\u201103", "2026-08-03"),
        ("\u200e8/\u200e3/\u200e2026", "2026-08-03"),
        ("46237", "2026-08-03"),
        ("46237.0", "2026-08-03"),
        ("46,237", "2026-08-03"),
        ("44775", "2026-08-03"),
        ("3-Aug-26", "2026-08-03"),
        ("03-Aug", "2026-08-03"),
        ("3 August 2026", "2026-08-03"),
        ("Aug 3, 2026", "2026-08-03"),
        ("Monday, 3 August 2026", "2026-08-03"),
        ("3. elokuuta 2026", "2026-08-03"),
        ("3 août 2026", "2026-08-03"),
        ("'2026-08-03", "2026-08-03"),
        ("\u00a02026-08-03\u00a0", "2026-08-03"),
    ],
)
def test_a_date_with_one_reading_in_the_quarter_is_taken(written: str, right: str) -> None:
    repair = repair_table(with_dates(written), "2026-Q3")

    assert dates_in(repair.content) == [right]
    assert (repair.unclear, "1 date" in repair.steps) == ((), True)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("8/9/2026", "8/9/2026 can mean 2026-08-09 or 2026-09-08. Write it in one of these two forms"),
        ("08-09-26", "08-09-26 can mean 2026-08-09 or 2026-09-08. Write it in one of these two forms"),
        (
            "03.12.2026",
            "03.12.2026 is not in 2026-Q3. Write the date as YYYY-MM-DD in the file of its quarter",
        ),
        ("08.21.2026", "not a valid date"),
        ("3/2/2026", "3/2/2026 is not in 2026-Q3"),
        ("46000", "46000 is not in 2026-Q3"),
        ("2026-08-03T22:00:00Z", "not a valid date"),
        ("2026-08-03T00:00:00+02:00", "not a valid date"),
        ("2026-02-30", "2026-02-30 is not in the calendar"),
        ("Aug-26", "not a valid date"),
        ("last Monday", "not a valid date"),
        ("#####", "not a valid date"),
        ("", "not a valid date"),
    ],
)
def test_a_date_with_no_or_two_readings_is_left(written: str, words: str) -> None:
    content = with_dates(written)

    repair = repair_table(content, "2026-Q3")

    assert dates_in(repair.content) == [written]
    assert [(row.before, row.after) for row in repair.unclear] == [((2, 1), (2, 1))]
    assert repair.unclear[0].words.startswith(f"date: {words}")


@pytest.mark.parametrize(
    ("column", "right"),
    [
        (("8/9/2026", "21/7/2026"), ["2026-09-08", "2026-07-21"]),
        (("8/9/2026", "7/21/2026"), ["2026-08-09", "2026-07-21"]),
        (("8/9/2026", "7/3/2026"), ["2026-08-09", "2026-07-03"]),
        (("8/9/2026", "21.7.2026"), ["8/9/2026", "2026-07-21"]),
        (("8/9/2026", "21/7/2026", "7/22/2026"), ["8/9/2026", "2026-07-21", "2026-07-22"]),
        (("3/8/2026", "8/3/2026"), ["3/8/2026", "8/3/2026"]),
        (("8/9/2026", "21/7/2026", "1/2/2026"), ["2026-09-08", "2026-07-21", "1/2/2026"]),
    ],
    ids=[
        "day",
        "month",
        "month by the quarter",
        "other form",
        "both",
        "both by the quarter",
        "other quarter",
    ],
)
def test_a_column_of_one_form_decides_for_all(column: Sequence[str], right: list[str]) -> None:
    assert sorted(dates_in(repair_table(with_dates(*column), "2026-Q3").content)) == sorted(right)


def test_without_a_quarter_no_date_is_read() -> None:
    repair = repair_table(with_dates("03.08.2026"), "notes")

    assert dates_in(repair.content) == ["03.08.2026"]
    assert len(repair.unclear) == 1


ROW = "2026-08-03,one-on-one,p-1,p-2,outbound,held,yes,00ff00ff00ff00ff"


@pytest.mark.parametrize(
    ("row", "steps"),
    [
        ("2026-08-03,One-on-one,P-1,p-2,Outbound,HELD,TRUE,00FF00FF00FF00FF", ("6 values",)),
        (
            "2026-08-03,one\u2011on\u2011one, p-1,p-2\u00a0,outbound,held,Wahr,'00ff00ff00ff00ff",
            ("5 values",),
        ),
        (
            '2026-08-03,one-on-one,"=""p-1""",p-\u200b2,outbound,held,tosi,00ff00ff00ff00ff',
            ("3 values", "quotes"),
        ),
        (f"{ROW},,,", ("3 empty columns",)),
        (f'"{ROW}"', ("1 line split into values", "quotes")),
        (ROW.replace(",", ";"), ("1 line split into values",)),
        (f"{ROW}\n,,,\n\n;;;;", ("3 blank rows",)),
    ],
)
def test_a_row_has_one_reading(row: str, steps: tuple[str, ...]) -> None:
    content = f"{HEADER}\n{row}\n".encode()

    repair = repair_table(content, "2026-Q3")

    assert (repair.content.decode(), repair.steps, repair.unclear) == (f"{HEADER}\n{ROW}\n", steps, ())


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("Total,,,,,,,12", 1, "this row looks like a total, not a conversation. Remove it"),
        ("Summe:,,,,,,,", 1, "this row looks like a total"),
        ("12", 1, "this row looks like a total"),
        (",,,,,,,1 234", 1, "this row looks like a total"),
        (f"{ROW},moved house", 1, "this row has 9 values, but the header has 8"),
        ("2026-08-03,one-on-one,p-1", 1, "this row has 3 values, but the header has 8"),
        (ROW.replace("p-1", "Rosa"), 23, "member: this looks like a name or an address"),
        (ROW.replace("held", "pidetty"), 40, "state: not a valid value"),
        (ROW.replace("yes", "ok"), 45, "acknowledged: not a valid value"),
        (
            ROW.replace("00ff00ff00ff00ff", "1.23457E+15"),
            49,
            "uid: a spreadsheet has rounded this uid. Copy it from the last commit",
        ),
    ],
)
def test_what_needs_a_person_is_left_and_named(row: str, column: int, words: str) -> None:
    text = f"{HEADER}\n2026-08-04,one-on-one,p-1,p-2,outbound,held,,\n{row}\n"

    repair = repair_table(text.encode(), "2026-Q3")

    assert repair.content.decode() == text
    assert [(unclear.before, unclear.after) for unclear in repair.unclear] == [((3, column), (3, column))]
    assert repair.unclear[0].words.startswith(words)


def test_a_row_that_is_left_has_its_place_before_and_after() -> None:
    text = f"sep=;\n{HEADER}\n\n03.08.2026,one-on-one,p-1,Rosa,outbound,held,,\n".replace(",", ";")

    repair = repair_table(text.encode(), "2026-Q3")

    assert repair.content.decode() == f"{HEADER}\n2026-08-03,one-on-one,p-1,Rosa,outbound,held,,\n"
    assert repair.steps == ("line sep=;", "semicolons → commas", "1 blank row", "1 date")
    assert [(row.before, row.after) for row in repair.unclear] == [((4, 27), (2, 27))]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "it is empty"),
        (";;;\n", 1, "the first line must be"),
        (f"{HEADER},notes\n", 1, "the first line must be"),
        (f"{HEADER},uid\n", 1, "the first line must be"),
        ("date,service,member,given_by,initiative,state,uid\n", 1, "the first line must be"),
        (f"Conversations in August\n{HEADER}\n", 1, "the first line must be"),
        (f"{HEADER}\n<<<<<<< HEAD\n", 2, "git left a merge conflict here"),
        (f'{HEADER}\n2026-08-03,"one\n', 2, "this line is not valid CSV"),
        (f'{HEADER}\n{ROW}\n2026-08-03,"one"x,p-1\n', 3, "this line is not valid CSV"),
        (f'{HEADER}\n2026-08-03,"one\n-on-one",p-1,p-2,outbound,held,,\n', 2, "a quoted value continues"),
        (f"state,{HEADER.replace(',state', '')}\nheld,2026-08-03\n", 2, "this row has 2 values"),
    ],
)
def test_a_file_that_is_not_clear_is_refused_whole(text: str, line: int, words: str) -> None:
    with pytest.raises(NotRepairableError) as refusal:
        repair_table(text.encode(), "2026-Q3")

    assert (refusal.value.line, str(refusal.value).startswith(words)) == (line, True)


@pytest.mark.parametrize("value", ["p-1\u00a0", "\u2019p-1"], ids=["no-break space", "apostrophe"])
def test_windows_1252_is_read_if_only_ids_are_left(value: str) -> None:
    repair = repair_table(f"{HEADER}\n{ROW}\n".replace("p-1", value).encode("cp1252"), "2026-Q3")

    assert (repair.content.decode(), repair.steps[0]) == (f"{HEADER}\n{ROW}\n", "Windows-1252 → UTF-8")


@pytest.mark.parametrize("value", ["p-ö1", "Zoë"])
def test_other_words_in_windows_1252_are_refused(value: str) -> None:
    with pytest.raises(NotRepairableError, match="it is not UTF-8 text"):
        repair_table(f"{HEADER}\n{ROW}\n".replace("p-1", value).encode("cp1252"), "2026-Q3")


@pytest.mark.parametrize(
    ("row", "right"),
    [
        ("one-on-one;useful;5,0;1 234", "one-on-one,useful,5,1234"),
        ("one-on-one;useful;;1,234", "one-on-one,useful,,1234"),
        ("One-on-one;Useful;'4;7.00", "one-on-one,useful,4,7"),
    ],
)
def test_the_numbers_of_a_pulse_are_whole(row: str, right: str) -> None:
    repair = repair_table(f"Service;Metric;Score;Count\r\n{row}\r\n".encode(), "2026-Q3")

    assert (repair.content.decode(), repair.unclear) == (f"service,metric,score,count\n{right}\n", ())


def test_a_number_of_a_pulse_with_two_readings_is_left() -> None:
    text = 'service,metric,score,count\none-on-one,useful,,"1,000"\n'

    repair = repair_table(text.encode(), "2026-Q3")

    assert (repair.content.decode(), repair.unclear[0].after) == (text, (2, 20))


def _date_in(form: str) -> Callable[[date], str]:
    return lambda day: day.strftime(form)


CLEAR_DATES: dict[str, Callable[[date], str]] = {
    "as it was": date.isoformat,
    "dotted": _date_in("%d.%m.%Y"),
    "dotted, two digits": _date_in("%d.%m.%y"),
    "midnight": _date_in("%Y-%m-%d 00:00:00"),
    "slashes": _date_in("%Y/%m/%d"),
    "in words": _date_in("%d-%b-%y"),
    "serial": lambda day: str((day - date(1899, 12, 30)).days),
    "serial of a Mac": lambda day: str((day - date(1904, 1, 1)).days),
}
DATES_OF_TWO: dict[str, Callable[[date], str]] = {
    "day first": lambda day: f"{day.day}/{day.month}/{day.year}",
    "month first": lambda day: f"{day.month}/{day.day}/{day.year}",
    "British": _date_in("%d/%m/%y"),
    "American": _date_in("%m/%d/%y"),
    "Dutch": lambda day: f"{day.day}-{day.month}-{day.year}",
}


class Form(NamedTuple):
    """How a spreadsheet writes a log."""

    delimiter: str
    encoding: str
    line_end: str
    quoting: int
    extra: int
    blank: int
    header: Callable[[str], str]
    value: Callable[[str], str]
    ends: bool
    separator: bool
    columns: Sequence[int]


def _as_is(text: str) -> str:
    return text


forms = st.builds(
    Form,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from([_as_is, str.upper, str.title, lambda name: name.replace("_", " ")]),
    st.sampled_from(
        [_as_is, lambda value: f" {value}\u00a0", lambda value: value and f"'{value}", str.upper]
    ),
    st.booleans(),
    st.booleans(),
    st.permutations(range(len(COLUMNS))),
)

rows_of_a_log = st.lists(
    st.builds(
        lambda day, *texts: [day.isoformat(), *texts],
        st.dates(QUARTER.first, QUARTER.last),
        st.sampled_from(["one-on-one", "health-check"]),
        st.sampled_from(["p-010149", "p-ann", ""]),
        st.sampled_from(["p-010142", ""]),
        st.sampled_from(["outbound", "inbound"]),
        st.sampled_from(sorted(STATES)),
        st.sampled_from(["yes", "no", ""]),
        st.from_regex("[0-9a-f]{16}|", fullmatch=True),
    ),
    max_size=8,
)


def written_as(rows: Rows, form: Form) -> bytes:
    """Return a log as a spreadsheet saves it, its rows in any order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=form.delimiter, quoting=form.quoting, lineterminator="\n")  # type: ignore[arg-type]
    extra = [""] * form.extra
    if form.separator:
        out.write(f"sep={form.delimiter}\n")
    writer.writerow([form.header(COLUMNS[at]) for at in form.columns] + extra)
    for row in rows:
        writer.writerow([row[0] if at == 0 else form.value(row[at]) for at in form.columns] + extra)
    writer.writerows([[""] * (len(COLUMNS) + form.extra)] * form.blank)
    text = out.getvalue() if form.ends else out.getvalue().removesuffix("\n")
    return text.replace("\n", form.line_end).encode(form.encoding)


@given(rows_of_a_log, forms, st.sampled_from(sorted(CLEAR_DATES)), st.randoms())
def test_whatever_saved_it_a_log_is_what_it_was(rows: Rows, form: Form, dates: str, random: object) -> None:
    saved = [[CLEAR_DATES[dates](date.fromisoformat(row[0])), *row[1:]] for row in rows]
    random.shuffle(saved)  # type: ignore[attr-defined]

    repair = repair_table(written_as(saved, form), QUARTER.name)

    assert (repair.content.decode(), repair.unclear) == (tidy(rows), ())
    again = repair_table(repair.content, QUARTER.name)
    assert (again.content, again.steps) == (repair.content, ())


@given(rows_of_a_log, forms, st.sampled_from(sorted(DATES_OF_TWO)))
def test_a_date_of_two_readings_is_never_another(rows: Rows, form: Form, dates: str) -> None:
    saved = [[DATES_OF_TWO[dates](date.fromisoformat(row[0])), *row[1:]] for row in rows]

    repair = repair_table(written_as(saved, form), QUARTER.name)

    left = {unclear.after[0] for unclear in repair.unclear}
    taken = list(csv.reader(repair.content.decode().splitlines()))[1:]
    right = [*map(tuple, rows if left else sorted(rows))]
    for line, (row, original, text) in enumerate(zip(taken, right, saved, strict=True), start=2):
        assert tuple(row) == ((text[0], *original[1:]) if line in left else original)


@given(st.sampled_from(sorted(DATES_OF_TWO)))
def test_a_whole_quarter_decides_its_own_order(dates: str) -> None:
    days = [QUARTER.first + timedelta(days=number) for number in range(QUARTER.days)]

    repair = repair_table(with_dates(*map(DATES_OF_TWO[dates], days)), QUARTER.name)

    assert (dates_in(repair.content), repair.unclear) == ([day.isoformat() for day in days], ())


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="date,;\t\"'\r\n=2026-/.\u00a0\x00", max_size=200).map(str.encode),
        st.text(alphabet=',;\t"\r\n2026-8/.p', max_size=200).map(lambda text: f"{HEADER}\n{text}".encode()),
    )
)
def test_whatever_a_file_holds_it_is_refused_or_settled(content: bytes) -> None:
    try:
        repair = repair_table(content, QUARTER.name)
    except NotRepairableError:
        return

    again = repair_table(repair.content, QUARTER.name)

    assert (again.content, len(again.unclear)) == (repair.content, len(repair.unclear))


@pytest.mark.skipif(
    not FIRST_DAY.is_dir(), reason="the first day's files lie in ../shared, which is not here"
)
@pytest.mark.parametrize("name", ["10_excel_2026-Q3.csv", "17_semicolons_2026-Q3.csv"])
def test_the_files_of_a_first_day_are_one_log(name: str) -> None:
    right = Path(FIRST_DAY / "17_semicolons_2026-Q3.csv").read_text().replace(";", ",")

    repair = repair_table((FIRST_DAY / name).read_bytes(), "2026-Q3")

    assert (repair.content.decode(), repair.unclear) == (right, ())


def test_months_in_words_have_one_reading_each() -> None:
    texts = [f"3 {month} 2026" for month in MONTHS]

    days = dates_in(repair_table(with_dates(*texts), "2026-Q3").content)

    assert days == sorted(itertools.chain(*([day] * 2 for day in ("2026-07-03", "2026-08-03", "2026-09-03"))))
