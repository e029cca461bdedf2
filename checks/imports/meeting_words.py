"""What people call the columns of a sheet of meetings, and what they write into them.

In English, German, Finnish, Swedish and French. Names of columns are as `plain_name` returns them, in groups, the
surest first. A word of a value stands only where it leaves no doubt: `no` may be a no-show or a meeting that was
cancelled, and `postponed` may be either day, so neither is here.
"""

import re
import unicodedata

from checks.imports.column_words import NAMES, manager_kind, plain_name


def _groups(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(plain_name, group.split(","))) for group in groups)


_MEMBER = _groups(
    "member id, employee id, person id, worker id, staff id, attendee id, member_id",
    "member, for, person, attendee, participant, direct report, report, coachee, mentee, with, team member, jäsen, "
    "tiimin jäsen, osallistuja, medlem, deltagare, membre, participant, teilnehmer, teilnehmerin, mitglied",
)

MEETING_NAMES: dict[str, tuple[frozenset[str], ...]] = {
    "date": _groups(
        "date, meeting date, date held, date of meeting, day, held on, when, datum, tag, gesprächsdatum, am, "
        "päivä, päivämäärä, pvm, tapaamispäivä, dag, mötesdatum, mötesdag, date de réunion, date de l entretien, jour",
        "start, start date, start time, date time, datetime, beginn, startdatum, alku, aloitus, alkaa, starttid, début",
    ),
    "service": _groups(
        "service, service id",
        "what, type, meeting type, type of meeting, conversation type, kind, format, meeting, conversation, leistung, art, "
        "typ, gesprächsart, gesprächstyp, terminart, gespräch, palvelu, tyyppi, laji, tapaaminen, keskustelu, keskustelun tyyppi, "
        "tjänst, sort, mötestyp, möte, samtal, samtalstyp, prestation, type d entretien, type de réunion, entretien, réunion",
    ),
    "member": (
        _MEMBER[0],
        NAMES["person"][0],
        _MEMBER[1],
        *NAMES["address"],
        *NAMES["name"],
    ),
    "given_name": NAMES["given_name"],
    "family_name": NAMES["family_name"],
    "given_by": _groups(
        "given by id, leader id, coach id, giver id",
        "given by, giver, by, held by, led by, host, coach, mentor, interviewer, durchgeführt von, gesprächsführung, "
        "pitäjä, valmentaja, hållen av, coachen, tenu par, animateur",
    ),
    "initiative": _groups(
        "initiative, initiated by, started by, initiator, requested by, initiative von, angeregt von, aloite, "
        "aloitteentekijä, aloittaja, initiativ, initiativtagare, initiative de, à l initiative de"
    ),
    "state": _groups(
        "state, status, held, outcome, result, took place, done, completed, stattgefunden, zustand, ergebnis, erledigt, "
        "tila, toteutunut, pidetty, tulos, utfall, genomfört, genomförd, statut, état, résultat, tenu"
    ),
    "acknowledged": _groups(
        "acknowledged, confirmed, confirmed by member, bestätigt, vahvistettu, bekräftad, confirmé"
    ),
    "uid": _groups("uid"),
    "team": _groups(
        "team, team id, team name, tiimi, équipe, arbetslag", "department, abteilung, osasto, avdelning"
    ),
}
"""Names of columns by role. Who gave it may also be called a manager, which `manager_kind` knows."""


def is_meeting_heading(name: str) -> bool:
    """Whether a text is known as the name of a column in a sheet of meetings."""
    plain = plain_name(name)
    return bool(plain) and (plain in _ALL or bool(len(plain) < 40 and manager_kind(name)))


_ALL = frozenset(name for groups in MEETING_NAMES.values() for group in groups for name in group)

_STATES = {
    "held": (
        "held, done, yes, y, ok, completed, complete, took place, happened, attended, met, finished, conducted, true, x, ✓, ✔, ☑, ✅, "
        "ja, erledigt, durchgeführt, stattgefunden, hat stattgefunden, gehalten, abgeschlossen, pidetty, kyllä, tehty, "
        "toteutunut, toteutui, genomförd, genomfört, hållen, hållet, klar, klart, avklarad, avklarat, gjord, gjort, "
        "oui, fait, faite, tenu, tenue, effectué, effectuée, réalisé, réalisée, terminé, terminée, a eu lieu"
    ),
    "booked": (
        "booked, scheduled, planned, upcoming, geplant, gebucht, vereinbart, terminiert, varattu, sovittu, suunniteltu, "
        "bokad, bokat, planerad, planerat, planifié, planifiée, prévu, prévue, réservé, réservée"
    ),
    "cancelled": (
        "cancelled, canceled, called off, abgesagt, ausgefallen, storniert, entfallen, entfällt, peruttu, peruutettu, peruuntunut, "
        "inställd, inställt, avbokad, avbokat, annulé, annulée"
    ),
    "missed": (
        "missed, no show, noshow, did not attend, did not show up, nicht erschienen, ei saapunut, ei tullut paikalle, "
        "uteblev, utebliven, dök inte upp, non présenté, ne s est pas présenté"
    ),
    "declined": (
        "declined, turned down, member declined, abgelehnt, kieltäytyi, kieltäytynyt, tackade nej, avböjd, avböjt, décliné, déclinée"
    ),
    "ordered": (
        "ordered, requested, angefragt, angefordert, gewünscht, pyydetty, tilattu, begärd, begärt, önskad, demandé, demandée"
    ),
    "withdrawn": "withdrawn",
}  # fmt: skip

_INITIATIVES = {
    "outbound": (
        "outbound, leader, manager, coach, lead, supervisor, führungskraft, vorgesetzter, vorgesetzte, esihenkilö, esimies, "
        "valmentaja, chef, ledare, responsable"
    ),
    "inbound": (
        "inbound, member, employee, team member, mitarbeiter, mitarbeiterin, mitarbeitende, jäsen, työntekijä, medlem, medarbetare, "
        "anställd, collaborateur, collaboratrice, salarié, salariée, employé, employée"
    ),
}
_ACKNOWLEDGED = {
    "yes": "yes, y, true, x, ✓, ✔, ☑, ✅, ja, kyllä, oui",
    "no": "no, n, false, ✗, ✘, ❌, nein, ei, nej, non",
}


def plain_word(text: str) -> str:
    """Return a word of a sheet as words are compared: in lowercase, with one space for marks; a tick stays a tick.

    >>> plain_word("No-Show"), plain_word("1:1 (remote)"), plain_word("✓"), plain_word("Done!")
    ('no show', '1 1 remote', '✓', 'done')
    """
    seen = (letter for letter in text if letter != "\ufe0f" and unicodedata.category(letter) != "Cf")
    composed = unicodedata.normalize("NFC", "".join(seen)).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", composed).split()) or composed.strip()


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {plain_word(word): value for value, listed in words.items() for word in listed.split(",")}


WORDS = {
    "state": _by_word(_STATES),
    "initiative": _by_word(_INITIATIVES),
    "acknowledged": _by_word(_ACKNOWLEDGED),
}
"""What each word means, by role."""

ONE_ON_ONE = frozenset(
    map(
        plain_word,
        ["1:1", " 1-1", " 1on1", " 1-on-1", " 1to1", " 1-to-1", " 1×1", " 1x1", " one on one", " one to one", " one2one", " einzelgespräch", " vieraugengespräch", " vier augen gespräch", " 4-augen-gespräch", " kahdenkeskinen", " kahdenkeskinen keskustelu", " enskilt samtal", " tête-à-tête", " entretien individuel", " point individuel"],
    )
)  # fmt: skip
"""What a one-on-one is called everywhere, whatever a playbook's own words for it are."""
