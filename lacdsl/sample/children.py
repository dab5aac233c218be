"""The tables with one row a child: Header, UASC, OC2 and OC3."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lacdsl.sample.arrays import NEVER, Ints
from lacdsl.sample.book import Book, days_in_care
from lacdsl.sample.calendar import birthday, day
from lacdsl.sample.codes import END, ETHNIC, sex_texts
from lacdsl.sample.columns import dates, flags, texts
from lacdsl.sample.dice import Dice

_UN = ("UN1", "UN2", "UN3", "UN4", "UN5")
_CHECK = "ABCDEFGHJKLMNPQRTUVWXYZ"
_MANCHESTER = 352  # the authority's number in pupil numbers


def header(book: Book) -> pd.DataFrame:
    """Header: CHILD to MC_DOB."""
    people, person = book.people, book.listed
    position = book.seen()[person]
    in_care = position >= 0
    in_care[in_care] = ~book.view.breaks[position[in_care]]
    asked = in_care & ~people.boy[person]
    gave_birth = asked & (book.mothered[person] <= book.window.end)
    child = book.child(person)
    return pd.DataFrame(
        {
            "CHILD": child["CHILD"],
            "SEX": texts(sex_texts(book.window.name), people.boy[person].astype(np.int64)),
            "DOB": child["DOB"],
            "ETHNIC": texts(ETHNIC, people.ethnic[person]),
            "UPN": _pupil_numbers(book),
            "MOTHER": flags(gave_birth, asked),
            "MC_DOB": dates(np.where(gave_birth, book.mothered[person], NEVER)),
        }
    )


def _pupil_numbers(book: Book) -> pd.Series:
    """Unique pupil numbers with their check letters, and UN1 to UN4 for those who have none."""
    people, person, opens = book.people, book.listed, book.window.opens
    # Drawn for all and the same in both years, so that a child's number stays what it was.
    share = Dice(book.seed, "pupil numbers").unit(len(people.born))[person]
    unknown = np.full(len(person), -1)
    unknown[(share < 0.7) & people.asylum[person]] = 2
    unknown[(share < 0.4) & people.asylum[person]] = 1
    unknown[share >= 0.998] = 4
    unknown[birthday(people.born[person], 4) > day(opens - 1, 8, 31)] = 0
    position = book.seen()[person]
    new = position >= 0
    new[new] = book.view.all.decom[book.view.at[book.view.first[position[new]]]] >= day(opens + 1, 3, 24)
    unknown[new & (unknown < 0) & (share < 0.6)] = 3

    number = person * 7919 % 2_000_000
    turned_four = (people.born[person] // 365.25 + 1974).astype(np.int64) % 100
    whole = _MANCHESTER * 10**9 + (2000 + number // 1000) * 10**5 + turned_four * 1000 + number % 1000
    total, rest = np.zeros(len(person), dtype=np.int64), whole
    for weight in range(13, 1, -1):
        total += rest % 10 * weight
        rest = rest // 10
    letters = [_CHECK[rest] for rest in (total % 23).tolist()]
    real = [f"{letter}{digits}" for letter, digits in zip(letters, whole.tolist(), strict=True)]
    return texts([*_UN, *real], np.where(unknown >= 0, unknown, np.arange(len(person)) + len(_UN)))


def asylum(book: Book) -> pd.DataFrame:
    """UASC: CHILD, SEX, DOB, DUC."""
    people, view = book.people, book.view
    dice = book.dice("settled")
    person = view.children[people.asylum[view.children]]
    adult = birthday(people.born[person], 18)
    settled = dice.chance(len(person), 0.05) & (adult > view.window.end)
    earliest = np.maximum(view.window.start, view.begins()[people.asylum[view.children]] + 20)
    when = dice.between(len(person), earliest, view.window.end)
    settled &= earliest < view.window.end
    # Who has settled drops out of next year's return of asylum seekers, so this is for the newer return only.
    duc = np.where(settled & (book.before is not None), when, adult)
    child = book.child(person)
    sex = texts(sex_texts(view.window.name), people.boy[person].astype(np.int64))
    return pd.DataFrame({"CHILD": child["CHILD"], "SEX": sex, "DOB": child["DOB"], "DUC": dates(duc)})


def outcomes(book: Book) -> pd.DataFrame:
    """OC2: health of those who were looked after all year."""
    dice, window = book.dice("outcomes"), book.window
    person = book.view.children[book.view.all_year]
    size, born = len(person), book.people.born[person]
    due = (birthday(born, 4) <= window.end) & (birthday(born, 17) >= window.start)
    whole = (birthday(born, 4) <= window.start) & (birthday(born, 17) > window.end)
    scored = due & dice.chance(size, np.where(whole, 0.82, 0.5))
    score = np.minimum(dice.between(size, 0, 20) + dice.between(size, 0, 20), 40)
    why = np.where(whole, 1 + dice.pick(size, (35, 10, 30, 25)), 0)
    misuse = dice.chance(size, np.where(birthday(born, 12) <= window.end, 0.04, 0.0))
    received = misuse & dice.chance(size, 0.6)
    offered = dice.chance(size, 0.7)
    convicted = dice.chance(size, np.where(birthday(born, 12) <= window.end, 0.03, 0.002))
    return pd.DataFrame(
        {
            **book.child(person),
            "SDQ_SCORE": texts([str(number) for number in range(41)], np.where(scored, score, -1)),
            "SDQ_REASON": texts(("SDQ1", "SDQ2", "SDQ3", "SDQ4", "SDQ5"), np.where(due & ~scored, why, -1)),
            "CONVICTED": flags(convicted, birthday(born, 10) <= window.end),
            "HEALTH_CHECK": flags(dice.chance(size, 0.9), birthday(born, 5) > window.end),
            "IMMUNISATIONS": flags(dice.chance(size, 0.85)),
            "TEETH_CHECK": flags(dice.chance(size, 0.8)),
            "HEALTH_ASSESSMENT": flags(dice.chance(size, 0.9)),
            "SUBSTANCE_MISUSE": flags(misuse),
            "INTERVENTION_RECEIVED": flags(received, misuse),
            "INTERVENTION_OFFERED": flags(offered, misuse & ~received),
        }
    )


def leavers(book: Book) -> pd.DataFrame:
    """OC3: those who have left care, around their 17th to 21st birthdays."""
    dice, born, window = book.dice("leavers"), book.people.born, book.window
    person = _left_care(book)
    size = len(person)
    last_year = book.before is None  # a death reported last year would have to be reported again
    touch = dice.pick(size, (82, 5, 0 if last_year else 0.7, 4, 5, 4))
    activity = dice.pick(size, (6, 1, 20, 5, 5, 2, 16, 6, 6, 24, 5, 4))
    home = dice.pick(size, (10, 2, 3, 19, 2, 7, 14, 4, 1, 1, 4, 3, 20, 2, 1, 1, 2, 2, 3, 3, 4, 1, 6))
    known = touch == _TOUCH.index("YES")
    nothing = (touch == _TOUCH.index("DIED")) | (touch == _TOUCH.index("RHOM"))
    activity[nothing] = _ACTIVITY.index("0")
    home[nothing] = _ACCOMMODATION.index("0")
    activity[known & (activity == _ACTIVITY.index("0"))] = _ACTIVITY.index("G5")
    home[known & (home == _ACCOMMODATION.index("0"))] = _ACCOMMODATION.index("U1")
    seventeen, adult = birthday(born[person], 17), birthday(born[person], 18)
    with_carers = (home == _ACCOMMODATION.index("Z1")) & (seventeen >= window.start)
    foyer = (home == _ACCOMMODATION.index("T1")) & (adult > window.start)
    home[with_carers | foyer] = _ACCOMMODATION.index("D1")
    return pd.DataFrame(
        {
            **book.child(person),
            "IN_TOUCH": texts(_TOUCH, touch),
            "ACTIV": texts(_ACTIVITY, activity),
            "ACCOM": texts(_ACCOMMODATION, home),
        }
    )


_TOUCH = ("YES", "NO", "DIED", "REFU", "NREQ", "RHOM")
_ACTIVITY = ("F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0")
_ACCOMMODATION = (
    "B1", "B2", "C1", "D1", "D2", "E1", "K1", "K2", "G1", "H1", "R1", "R2", "U1", "U2", "V1", "V2", "W2",
    "S2", "X2", "Y1", "T1", "0", "Z1",
)  # fmt: skip


def _left_care(book: Book) -> Ints:
    """Children who left care early enough before a birthday in the year, after enough time in care."""
    view, born, window = book.view, book.people.born, book.window
    person, last = view.children, view.at[view.last]
    seventeen, adult = birthday(born[person], 17), birthday(born[person], 18)
    reached = np.where(adult <= window.end, adult, seventeen)
    grown = birthday(born[person], 19) <= window.end
    barred = np.isin(view.all.rec[last], [END[code] for code in ("E2", "E3", "E11", "E12", "E15")])
    since = window.start if book.before is None else book.before.window.start
    from_14 = days_in_care(view.all, since, window.end, birthday(born, 14))[person]
    from_16 = days_in_care(view.all, since, window.end, birthday(born, 16))[person]
    left = (view.ends() != NEVER) & (seventeen <= window.end) & ((view.ends() < reached) | grown)
    left &= ~barred & ~view.breaks & (from_14 >= 91) & (from_16 >= 1)
    left &= book.dice("left").chance(len(person), 0.9)
    gone = book.listed[book.seen()[book.listed] < 0]
    return np.sort(np.concatenate([person[left], gone]))
