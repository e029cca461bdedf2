"""Log, import, edit by hand, put in order, confirm, prune, in any order: what was logged is there, and nothing else."""

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from checks.cli import group
from checks.imports.confirmations import confirm_bookings, open_bookings
from checks.imports.touchpoint_writer import InputFate, TouchpointInput, TouchpointWriter
from checks.loading.repository import open_repository
from checks.run.judging import JudgementDates
from checks.store.atomic_files import locked
from checks.store.formatting import files_below, formatted_file
from checks.store.team_log import LogRow, read_lines
from tests.support.dated_repository import TODAY, laid
from tests.support.examples import examples
from tests.support.meeting_sheets import meetings_in

NOW = date.fromisoformat(TODAY)
DAYS = JudgementDates(NOW, NOW, NOW)
REMARK = "# Ada chose her coach: [see the minutes, {2025}"

days = st.sampled_from(
    [date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 2), date(2026, 11, 20), date(2026, 12, 4)]
)
members = st.sampled_from(["p-ada", "p-mia"])
givers = st.sampled_from(["", "p-grace", "p-alan"])
states = st.sampled_from(["held", "booked", "missed"])
told = st.builds(
    TouchpointInput, days, st.just("one-on-one"), members, givers, st.just("outbound"), states,
    uid=st.sampled_from(["", "", "0" * 16, "1" * 16]),
)  # fmt: skip


class AnyOrder(RuleBasedStateMachine):
    """One repository, and beside it the rows its log should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        laid(self.root)
        self.data = self.root / "data"
        self.first = date(2026, 1, 1)
        self.roster = self.data / "teams/harbour/team.yaml"
        self.roster.write_text(self.roster.read_text().replace("members:\n", f"members:   {REMARK}\n"))
        playbook = self.root / "playbook/playbook.yaml"
        text = playbook.read_text().replace(
            "smallest_group: 5", "smallest_group: 5\n  keep_logs_for: 1 quarters"
        )
        playbook.write_text(text.replace("1 quarters", "1 quarter"))
        self.rows = [line.row for line in read_lines(self.data, "harbour")]

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def expect(self, one: TouchpointInput, *, log_again: bool) -> None:
        """Do to the rows beside what logging should do to the log."""
        row = LogRow(
            one.day,
            one.service,
            one.member,
            one.given_by or "p-grace",
            one.initiative,
            one.state,
            uid=one.uid,
        )
        if row.day > NOW and row.state != "booked":
            return
        alive = [old for old in self.rows if old.state != "withdrawn"]
        same = [old for old in alive if _what(old) == _what(row)]
        if any(row.state in (old.state, "booked") for old in same):
            return
        if row.uid and any((old.uid, old.member) == (row.uid, row.member) for old in alive):
            return
        if not log_again and any(old.state == "withdrawn" and _what(old) == _what(row) for old in self.rows):
            return
        booked = next((old for old in same if old.state == "booked"), None)
        if booked:
            self.rows.remove(booked)
            row = replace(row, uid=row.uid or booked.uid, acknowledged=booked.acknowledged)
        self.rows.append(row)

    @rule(one=told)
    def log(self, one: TouchpointInput) -> None:
        if one.day < self.first:  # what lies before the first day judged is nobody's to log any more
            return
        self.expect(one, log_again=True)
        (done,) = TouchpointWriter(open_repository(self.root), DAYS).take([one], log_again=True)
        assert done.fate is not InputFate.REFUSED or (one.day > NOW and one.state != "booked")

    @rule(found=st.lists(told, min_size=1, max_size=4, unique_by=lambda one: (one.day, one.member)))
    def bring_in_a_table(self, found: list[TouchpointInput]) -> None:
        path = self.root / "table.csv"
        found = [one for one in found if one.day >= self.first]
        lines = [
            ";".join(
                (
                    one.given_by,
                    one.day.isoformat(),
                    one.service,
                    one.member,
                    one.initiative,
                    one.state,
                    one.uid,
                )
            )
            for one in found
        ]
        if not found:
            return
        path.write_text("\ufeffGiven by;Day;Service;Member;Initiative;State;UID\r\n" + "\r\n".join(lines))
        for one in found:
            self.expect(one, log_again=False)
        for _ in range(2):
            repository = open_repository(self.root)
            TouchpointWriter(repository, DAYS).take(meetings_in(path, repository.policy).touchpoints)

    @rule(data=st.data(), what=st.sampled_from(["withdrawn", "acknowledged", "quotes", "crlf"]))
    def edit_by_hand(self, data: st.DataObject, what: str) -> None:
        if not self.rows:
            return
        line = data.draw(st.sampled_from(read_lines(self.data, "harbour")))
        path = self.data / f"teams/harbour/touchpoints/{line.quarter}.csv"
        text = path.read_bytes().decode().replace("\r\n", "\n").split("\n")
        row = line.row
        if what == "withdrawn":
            row = replace(row, state="withdrawn")
        elif what == "acknowledged":
            row = replace(row, acknowledged="yes")
        width = text[0].count(",") + 1
        quoted = [f'"{value}"' if what == "quotes" else value for value in row.values[:width]]
        text[line.line - 1] = ",".join(quoted)
        path.write_bytes(("\r\n" if what == "crlf" else "\n").join(text).encode())
        self.rows.remove(line.row)
        self.rows.append(row)

    @rule()
    def put_in_order(self) -> None:
        with locked(self.data):
            for path in files_below(self.data, self.root):
                formatted_file(path).write()

    @rule(state=st.sampled_from(["held", "missed", "cancelled"]))
    def confirm_the_first(self, state: str) -> None:
        found = open_bookings(self.data, ["harbour"], NOW, None)[:1]
        confirm_bookings(self.data, dict.fromkeys(found, state))
        for one in found:
            self.rows.remove(one.row)
            self.rows.append(replace(one.row, state=state))

    @rule()
    def let_go_of_what_is_old(self) -> None:
        done = CliRunner().invoke(
            group, ["--root", str(self.root), "prune", "--yes", "--as-of", "2027-01-05"]
        )
        assert done.exit_code == 0, done.output
        self.first = date(2026, 10, 1)
        self.rows = [row for row in self.rows if row.day >= self.first]

    @invariant()
    def the_log_holds_what_it_should(self) -> None:
        assert sorted(line.row for line in read_lines(self.data, "harbour")) == sorted(self.rows)

    @invariant()
    def a_uid_stands_once(self) -> None:
        uids = [(row.uid, row.member) for row in self.rows if row.uid and row.state != "withdrawn"]
        assert len(uids) == len(set(uids))

    @invariant()
    def remarks_stay(self) -> None:
        assert REMARK in self.roster.read_text()


def _what(row: LogRow) -> tuple[object, ...]:
    return row.day, row.service, row.member, row.given_by, row.initiative


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(examples(8, 40), stateful_step_count=12)
