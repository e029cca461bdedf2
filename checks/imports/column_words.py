"""What HR systems call their columns, in English, German, Finnish, Swedish and French.

Each role has groups of names, the surest first: a column of an earlier group wins over one of a later one, and two
columns of the same group are asked about. Names are in lowercase, without marks (`personal nr`), as `plain_name`
returns them.
"""

import re
from functools import lru_cache

_BOTH_GENDERS = re.compile(
    r"(?<=er)(?:_?In(?:nen)?|_in(?:nen)?)\b"
    r"|(?<=[^\W\d_]{3})(?:[/:*·•.] ?-?(?:in|innen|e|r|n|trice|rice)\b|\(-?(?:in|innen|e|r|n|trice|rice)\))"
)
"""German and French endings: `Mitarbeiter/in`, `Mitarbeiter:innen`, `Vorgesetzte(r)`, `Salarié·e`."""

_FILLER = re.compile(r"\b(?:the|of|current|primary contact)\b")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return a column's name in lowercase with single spaces for all marks.

    Endings that name both genders are left out.

    >>> plain_name("Employee-ID*"), plain_name("Date d’embauche"), plain_name("N+1")
    ('employee id', 'date d embauche', 'n 1')
    >>> [plain_name(name) for name in ("Mitarbeiter/in", "Vorgesetzte(r)", "MitarbeiterIn", "Salarié·e", "Log_in")]
    ['mitarbeiter', 'vorgesetzte', 'mitarbeiter', 'salarié', 'log in']
    """
    neutral = _BOTH_GENDERS.sub("", name)
    return " ".join(_FILLER.sub(" ", re.sub(r"[\W_]+", " ", _split(neutral)).casefold()).split())


def _split(name: str) -> str:
    """Return a name with a space where a capital begins a word: `employeeId`, `HireDate`."""
    return re.sub(r"(?<=[a-zäöåéè])(?=[A-ZÄÖÅÉ])", " ", name)


NAMES: dict[str, tuple[frozenset[str], ...]] = {
    role: tuple(frozenset(map(plain_name, group.split(","))) for group in groups)
    for role, groups in {
        "person": (
            (
                "person, person id, employee id, worker id, emp id, staff id, employee number, employee no, emp no, emp nr, "
                "personnel number, personnel no, personnel id, staff number, staff no, worker number, employee code, staff code,  payroll number, associate id, "
                "personalnummer, personal nr, personalnr, personal id, mitarbeiternummer, mitarbeiter nr, mitarbeiter id, pers nr, "
                "henkilönumero, henkilötunniste, työntekijänumero, työntekijän numero, työntekijä id, henkilö id, "
                "anställningsnummer, anställningsnr, anställnings id, medarbetar id, medarbetarnummer, personal nummer, "
                "matricule, numéro matricule, numéro employé, numéro d employé, n employé, id employé, id salarié, "
                "numéro de salarié, identifiant"
            ),
            "id, number, uid, user id, username, login, tunniste, numero, nummer, benutzername",
            "employee, worker, mitarbeiter, työntekijä, medarbetare, employé, salarié",
        ),
        "name": (
            (
                "full name, fullname, name, employee name, worker name, display name, legal name, preferred name, "
                "vollständiger name, mitarbeitername, mitarbeiter name, anzeigename, name vorname, vorname name, "
                "nachname vorname, vorname nachname, vor und nachname, familienname vorname, nimi, koko nimi, henkilön nimi, "
                "etunimi sukunimi, sukunimi etunimi, för och efternamn, förnamn efternamn, efternamn förnamn, "
                "työntekijän nimi, namn, fullständigt namn, nom complet, nom et prénom, nom prénom, prénom et nom"
            ),
            (
                "employee, worker, staff member, mitarbeiter, mitarbeiterin, mitarbeitende, beschäftigte, "
                "arbeitnehmer, arbeitnehmerin, työntekijä, henkilö, medarbetare, "
                "anställd, employé, salarié, collaborateur"
            ),
        ),
        "given_name": (
            "first name, firstname, given name, forename, legal first name, vorname, etunimi, förnamn, prénom",
        ),
        "family_name": (
            (
                "last name, lastname, surname, family name, legal last name, nachname, familienname, zuname, sukunimi, "
                "efternamn, nom de famille"
            ),
            "nom",
        ),
        "address": (
            (
                "work email, email work, business email, company email, work e mail, primary work email, office email, "
                "dienstliche e mail, geschäftliche e mail, e mail geschäftlich, työsähköposti, e post arbete, jobbmejl, "
                "email professionnel, e mail professionnel, courriel professionnel"
            ),
            (
                "email, e mail, mail, email address, e mail address, mail address, address, email id, primary email, "
                "upn, user principal name, e mail adresse, mailadresse, emailadresse, email adresse, "
                "sähköposti, sähköpostiosoite, e post, e postadress, mejl, mejladress, epost, epostadress, "
                "courriel, adresse e mail, adresse email, adresse électronique, adresse de courriel, mél"
            ),
        ),
        "team": (
            "team, team name, tiimi, équipe, arbeitsgruppe, arbetsgrupp",
            (
                "department, department name, dept, dept name, home department, abteilung, abteilungsname, osasto, "
                "avdelning, avdelningsnamn, département, service"
            ),
            (
                "unit, org unit, organisation unit, organization unit, organisational unit, organizational unit, "
                "business unit, group, division, function, section, organisationseinheit, orgeinheit, einheit, bereich, gruppe, "
                "yksikkö, organisaatioyksikkö, ryhmä, enhet, organisationsenhet, grupp, unité, pôle, direction, division"
            ),
        ),
        "from": (
            (
                "from, member from, team from, team start, team since, start in team, from date, valid from, effective from, "
                "gültig ab, ab, von, alkaen, från, från och med, depuis, à partir du, du"
            ),
            (
                "start date, start, first day, since, seit, sedan, begin, begin date, beginn, startdatum, anfangsdatum, aloituspäivä, "
                "alkupäivä, aloitus, alkamispäivä, startdag, date de début, début, position start date, job start date"
            ),
            (
                "hire date, date hired, hired, hired on, employed since, start of employment, joined on, date of hire, latest hire date, last hire date, joined, joining date, "
                "date joined, date of joining, entry date, employment start, employment start date, employed from, "
                "eintritt, eintritt am, eintrittsdatum, einstellungsdatum, eingestellt am, eintrittstag, beschäftigt seit, "
                "palkkauspäivä, työsuhteen alku, työsuhteen alkupäivä, työsuhteen alkamispäivä, palvelukseentulopäivä, "
                "anställningsdatum, anställd från, anställd sedan, anställningsdag, "
                "date d embauche, date d entrée, date d arrivée, embauche, embauché le, entrée"
            ),
            "original hire date, first hire date, seniority date, company seniority date, continuous service date",
        ),
        "to": (
            (
                "to, member to, team to, team end, until, to date, valid to, valid until, effective to, bis, gültig bis, "
                "saakka, asti, till, till och med, jusqu au, au"
            ),
            (
                "end date, end, last day, enddatum, ende, päättymispäivä, loppupäivä, lopetuspäivä, slutdatum, slutdag, "
                "date de fin, fin, last working day"
            ),
            (
                "termination date, term date, terminated on, left, left on, end of employment, departure date, leaving date, date left, date of leaving, exit date, "
                "separation date, resignation date, employment end, employment end date, contract end, contract end date, "
                "austritt, austritt am, austrittsdatum, ausgeschieden am, beschäftigt bis, kündigungsdatum, vertragsende, "
                "työsuhteen loppu, työsuhteen päättymispäivä, työsuhteen loppupäivä, eropäivä, lähtöpäivä, "
                "anställd till, anställningens slut, avgångsdatum, "
                "date de sortie, date de départ, date de fin de contrat, sortie, départ"
            ),
        ),
        "leave_from": (
            (
                "leave start, leave from, leave start date, leave begin, leave begins, start of leave, first day of leave, "
                "loa start, loa start date, leave of absence start, absence start, absence from, absence start date, away from, "
                "abwesend ab, abwesend von, abwesenheit ab, abwesenheit von, abwesenheit beginn, abwesenheitsbeginn, "
                "beginn abwesenheit, urlaub von, urlaubsbeginn, elternzeit von, elternzeit ab, "
                "poissaolo alkaa, poissaolon alku, poissa alkaen, poissaolo alkaen, loman alku, "
                "vapaan alku, perhevapaan alku, vapaa alkaa, "
                "frånvaro från, frånvarande från, frånvaro start, ledig från, ledighet från, "
                "début d absence, début de l absence, absence du, début absence, début congé, début de congé, "
                "début du congé, congé du, date de début d absence, date de début de congé"
            ),
        ),
        "leave_to": (
            (
                "leave end, leave to, leave until, leave end date, leave ends, end of leave, last day of leave, "
                "loa end, loa end date, leave of absence end, absence end, absence to, absence until, absence end date, away to, "
                "away until, abwesend bis, abwesenheit bis, abwesenheit ende, abwesenheitsende, ende abwesenheit, "
                "urlaub bis, urlaubsende, elternzeit bis, "
                "poissaolo päättyy, poissaolon loppu, poissaolo loppuu, poissa asti, poissa saakka, loman loppu, "
                "vapaan loppu, perhevapaan loppu, vapaa päättyy, "
                "frånvaro till, frånvarande till, frånvaro slut, ledig till, ledighet till, "
                "fin d absence, fin de l absence, absence au, fin absence, fin congé, fin de congé, fin du congé, "
                "congé au, date de fin d absence, date de fin de congé"
            ),
        ),
        "status": (
            (
                "status, employee status, employment status, worker status, state, tila, työsuhteen tila, "
                "anställningsstatus, statut, état, mitarbeiterstatus"
            ),
        ),
        "leave_status": (
            (
                "leave status, absence status, request status, approval status, approval, hakemuksen tila, poissaolon tila, "
                "genehmigung, genehmigungsstatus, godkännande, statut absence, statut de l absence"
            ),
        ),
        "days": (
            (
                "days, number of days, duration, duration days, days taken, total days, absence days, tage, anzahl tage, "
                "dauer, dauer tage, päivää, päivät, kesto, dagar, antal dagar, jours, nombre de jours, nb jours, durée"
            ),
        ),
    }.items()
    for groups in [groups]
}
"""Names by role. The roles of managers are found by `manager_kind`: their names are made of parts."""

HIRED = NAMES["from"][2] | NAMES["from"][3]
"""Names of days on which people were hired: never the first day of leave."""

LEFT = NAMES["to"][2]
"""Names of days on which people leave the organisation: never the last day of leave."""

_MANAGER = re.compile(
    r"\b(managers?|mgr|supervisor|supervisors|leader|team leader|lead|reports to|reporting to|boss|vorgesetzte[rn]?|"
    r"führungskraft|teamleiter|teamleitung|leitung|leiter|esimies|esimiehen|esihenkilö|esihenkilön|"
    r"lähiesimies|lähiesihenkilö|chef|chefen|närmaste chef|överordnad|ansvarig chef|responsable|supérieur|"
    r"supérieur hiérarchique|n 1|hiérarchique)\b"
)
_DOTTED = re.compile(
    r"\b(dotted|dotted line|matrix|functional|secondary|second|project|fachlicher?|matriisi|toiminnallinen|"
    r"funktionell|matris|fonctionnel|matriciel|pointillé|disziplinarisch stellvertretend)\b"
)
_ABOVE = re.compile(
    r"\b(s manager|managers manager|skip|skip level|level|n 2|title|job|phone|location|department|team|count|start|date|"
    r"is|flag|status|direct reports|hr|since)\b"
)
_NUMBER = re.compile(
    r"\b(id|ids|no|nr|number|nummer|numero|numéro|tunniste|personalnummer|personnel|matricule|code|uid|login|username)\b"
)
_ADDRESS = re.compile(
    r"\b(e?mail|e mail|mail|email|courriel|sähköposti|e post|epost|mejl|upn|address|adresse)\b"
)
_OF_TEAM = re.compile(r"\bteam (?=lead|manager)")


def manager_kind(name: str) -> str:
    """Return how a column with this name tells the manager: by id, address or name; or `dotted`; else nothing.

    >>> manager_kind("Manager ID"), manager_kind("Esihenkilön sähköposti"), manager_kind("Dotted-Line Manager")
    ('id', 'address', 'dotted')
    >>> manager_kind("Manager"), manager_kind("Manager's Title"), manager_kind("Hire date")
    ('name', '', '')
    """
    plain = plain_name(name)
    if not _MANAGER.search(plain):
        return ""
    if _DOTTED.search(plain):
        return "dotted"
    if _ABOVE.search(_OF_TEAM.sub("", _NUMBER.sub("", plain))):
        return ""
    return "id" if _NUMBER.search(plain) else "address" if _ADDRESS.search(plain) else "name"


def is_heading(name: str) -> bool:
    """Whether a text is known as the name of a column."""
    plain = plain_name(name)
    return bool(plain) and (plain in _ALL or bool(len(plain) < 40 and manager_kind(name)))


_ALL = frozenset(name for groups in NAMES.values() for group in groups for name in group)
