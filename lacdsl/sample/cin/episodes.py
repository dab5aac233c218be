"""Episodes of need: referrals that lead to nothing, to an assessment, to a plan, or to protection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from lacdsl.sample.cin.days import Year, between, later, weekday
from lacdsl.sample.cin.people import Person
from lacdsl.sample.cin.rows import Rows

_SOURCES = ("1A", "1C", "2A", "2A", "2B", "3A", "3B", "3E", "4", "5A", "5B", "6", "6", "7", "8", "9")
_NEEDS = ("N1", "N1", "N1", "N2", "N3", "N4", "N5", "N6", "N8")
_FACTORS = (
    "1A",
    "1B",
    "2B",
    "3A",
    "3B",
    "4A",
    "4B",
    "5A",
    "7A",
    "10A",
    "13A",
    "14A",
    "15A",
    "18B",
    "19C",
    "20",
    "23A",
)
_ABUSE = ("NEG", "EMO", "PHY", "SAB", "MUL")
_KINDS = ("nothing", "assessment", "assessment", "plan", "plan", "enquiry", "protection")


class Writer:
    """Writes the episodes of one child after the other."""

    def __init__(self, dice: Random, year: Year, name: str, rows: Rows) -> None:
        self.dice = dice
        self.year = year
        self.rows = rows
        self.proceedings = name >= "2026-27"
        self._before_proceedings = False

    def child(self, person: Person) -> None:
        """All episodes of a child, one after the other; only the last one is open at the end of the year."""
        wanted = self.dice.choice((1, 1, 1, 1, 2))
        next_day, written = person.earliest, 0
        for number in range(1, wanted + 1):
            if next_day > later(self.year.end, -90):
                break
            kind = "protection" if person.id.endswith("00001") and number == 1 else self.dice.choice(_KINDS)
            closed = self._episode(person, number, kind, next_day, number == wanted)
            written = number
            if closed is None:
                break
            next_day = later(closed, self.dice.randint(5, 60))
        if not written:
            self._nothing(person, 1, later(self.year.end, -20))

    def _episode(self, person: Person, number: int, kind: str, first: date, last: bool) -> date | None:
        """One episode from `first` on; the day on which it was closed, None when it is open."""
        year, dice = self.year, self.dice
        if kind == "nothing":
            day = between(dice, max(first, year.first_working_day), later(year.end, -80))
            return self._nothing(person, number, day)
        keys = {"LAchildID": person.id, "CINdetailsID": str(number)}
        referred = between(dice, max(first, year.start), later(year.end, -70))
        authorised = later(referred, dice.randint(5, 55))
        is_open = last and dice.random() < 0.6 and kind != "assessment"
        closed: date | None = None
        if kind == "assessment":
            closed = authorised
        elif not is_open:
            closed = later(year.end, -dice.randint(0, 5))
        reason = None if closed is None else dice.choice(("RC8", "RC9")) if kind == "assessment" else "RC7"
        self.rows.add(
            "CINdetails",
            keys,
            CINreferralDate=referred,
            ReferralSource=dice.choice(_SOURCES),
            PrimaryNeedCode=dice.choice(_NEEDS),
            CINclosureDate=closed,
            ReasonForClosure=reason,
            ReferralNFA="false",
        )
        self._assessment(keys, referred, authorised, kind)
        if kind == "plan":
            self._plan(keys, authorised, closed)
        if kind == "enquiry":
            self._enquiry(keys, referred)
        if kind == "protection":
            self._protection(keys, referred, authorised, closed)
        return closed

    def _nothing(self, person: Person, number: int, day: date) -> date:
        self.rows.add(
            "CINdetails",
            {"LAchildID": person.id, "CINdetailsID": str(number)},
            CINreferralDate=day,
            ReferralSource=self.dice.choice(_SOURCES),
            ReferralNFA="true",
        )
        return day

    def _assessment(self, keys: Mapping[str, str], start: date, end: date, kind: str) -> None:
        none_found = kind == "assessment" and self.dice.random() < 0.3
        factors = ["21"] if none_found else self.dice.sample(_FACTORS, self.dice.randint(1, 3))
        own = {**keys, "AssessmentID": "1"}
        self.rows.add(
            "Assessments",
            own,
            AssessmentActualStartDate=start,
            AssessmentAuthorisationDate=end,
            AssessmentFactors=",".join(factors),
        )
        for factor in factors:
            self.rows.add("AssessmentFactorsList", own, AssessmentFactor=factor)

    def _plan(self, keys: Mapping[str, str], start: date, closed: date | None) -> None:
        self.rows.add("CINplanDates", keys, CINPlanStartDate=start, CINPlanEndDate=closed)

    def _enquiry(self, keys: Mapping[str, str], referred: date) -> None:
        self.rows.add(
            "Section47",
            keys,
            S47ActualStartDate=referred,
            InitialCPCtarget=weekday(later(referred, 21)),
            ICPCnotRequired="true",
        )

    def _protection(
        self, keys: Mapping[str, str], referred: date, authorised: date, closed: date | None
    ) -> None:
        dice, year = self.dice, self.year
        conference = min(weekday(later(referred, dice.randint(10, 18))), later(year.end, -20))
        self.rows.add(
            "Section47",
            keys,
            S47ActualStartDate=referred,
            InitialCPCtarget=weekday(later(referred, 21)),
            DateOfInitialCPC=conference,
            ICPCnotRequired="false",
        )
        ended = later(conference, (closed - conference).days // 2) if closed is not None else None
        abuse = dice.choice(_ABUSE)
        own = {**keys, "CPPID": "1"}
        self.rows.add(
            "ChildProtectionPlans",
            own,
            CPPstartDate=conference,
            CPPendDate=ended,
            InitialCategoryOfAbuse=abuse,
            LatestCategoryOfAbuse=abuse,
            NumberOfPreviousCPP=dice.choice((0, 0, 0, 1)),
        )
        for day in (later(conference, 80), later(conference, 260)):
            if day < (ended or later(year.end, 1)):
                self.rows.add("Reviews", own, CPPreviewDate=day)
        if ended is not None and closed is not None and later(ended, 1) < closed:
            self._plan(keys, ended, closed)
        if self.proceedings and (closed is None or not self._before_proceedings):
            self._proceedings(keys, conference, closed or year.end)

    def _proceedings(self, keys: Mapping[str, str], first: date, last: date) -> None:
        dice = self.dice
        if self._before_proceedings and dice.random() < 0.7:
            return
        self._before_proceedings = True
        start = between(dice, first, last)
        letter, met = between(dice, start, last), between(dice, start, last)
        decided = between(dice, met, last)
        court = between(dice, decided, last) if dice.random() < 0.4 else None
        offered = dice.choice(("true", "false"))
        self.rows.add(
            "PreProceedings",
            keys,
            PPStartDate=start,
            LBPSentDate=letter,
            FGDMMeetingOffer=offered,
            FGDMMeetingFac=dice.choice(("true", "false")) if offered == "true" else None,
            InitialPPMeetingDate=met,
            ReviewMeetingsCount=dice.randint(0, 3),
            StepDecisionDate=decided,
            PPOutcome=dice.choice("ABC"),
            CourtAppDate=court,
            LetterInitCPDate=None if court is None else between(dice, court, last),
        )
