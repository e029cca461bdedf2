"""What HR systems write into a column of states: who has left, and which leave was not granted.

In English, German, Finnish, Swedish and French; in lowercase.
"""

_LEFT = (
    "terminated, inactive, left, former, former employee, resigned, retired, ex employee, ended, separated, "
    "ausgeschieden, inaktiv, ehemalig, gekündigt, beendet, lähtenyt, päättynyt, ei aktiivinen, eronnut, "
    "slutat, avslutad, tidigare, inactif, sorti, parti, ancien"
)
_EMPLOYED = (
    "active, employed, current, working, on leave, leave, leave of absence, loa, suspended, probation, permanent, "
    "aktiv, beschäftigt, beurlaubt, in elternzeit, aktiivinen, voimassa, työssä, vapaalla, poissa, "
    "anställd, tjänstledig, actif, active f, en poste, en congé, absent, présent"
)
_NOT_JOINING = "rescinded, offer declined, withdrawn, no show, cancelled, canceled, annulliert, peruttu, inställd, annulé"
_REFUSED = (
    "rejected, declined, denied, refused, not approved, cancelled, canceled, withdrawn, revoked, void, "
    "abgelehnt, nicht genehmigt, storniert, zurückgezogen, annulliert, hylätty, peruttu, peruutettu, evätty, "
    "avslagen, avslag, avböjd, nekad, inställd, återkallad, makulerad, refusé, refusée, rejeté, rejetée, annulé, annulée"
)
_WAITING = (
    "pending, requested, submitted, draft, waiting, in review, awaiting approval, pending approval, open, "
    "beantragt, offen, ausstehend, entwurf, in prüfung, odottaa, odottaa hyväksyntää, haettu, luonnos, "
    "väntar, väntande, ansökt, ansökan, utkast, en attente, demandé, demandée, brouillon, soumis"
)
_GRANTED = (
    "approved, taken, confirmed, scheduled, completed, booked, granted, accepted, processed, closed, in progress, current, "
    "genehmigt, bewilligt, bestätigt, abgeschlossen, genommen, hyväksytty, myönnetty, vahvistettu, pidetty, "
    "godkänd, beviljad, bekräftad, uttagen, approuvé, approuvée, validé, validée, accordé, accordée, accepté, acceptée, pris"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(","))


LEFT_WORDS = _words(_LEFT)
"""The person is no longer there."""

NOT_JOINING_WORDS = _words(_NOT_JOINING)
"""The person has not come, and won't."""

REFUSED_WORDS = _words(_REFUSED)
"""The leave does not take place."""

WAITING_WORDS = _words(_WAITING)
"""Nobody has decided about the leave yet."""

_PERSONS = LEFT_WORDS | NOT_JOINING_WORDS | _words(_EMPLOYED)
_LEAVES = REFUSED_WORDS | WAITING_WORDS | _words(_GRANTED)


def plain_status(text: str) -> str:
    """Return a state in lowercase, with single spaces for hyphens and the like.

    >>> plain_status("Not-Approved ")
    'not approved'
    """
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def is_status(text: str) -> bool:
    """Whether a text is a state of a person, or of a leave."""
    return plain_status(text) in _PERSONS | _LEAVES


def is_leave_status(text: str) -> bool:
    """Whether a text is a state of a leave."""
    return plain_status(text) in _LEAVES


def is_person_status(text: str) -> bool:
    """Whether a text is a state of a person."""
    return plain_status(text) in _PERSONS
