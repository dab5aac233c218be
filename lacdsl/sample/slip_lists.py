"""Which mistakes each table is prone to, in proportion to how often a mistake is listed."""

from __future__ import annotations

from collections.abc import Callable

from lacdsl.sample.calendar import Window
from lacdsl.sample.codes import supported
from lacdsl.sample.slips import (
    Row,
    Slip,
    Swap,
    blank,
    cell,
    fill,
    lost_zeros,
    misdated,
    moved,
    other_birth,
    typed_badly,
    untidy,
    wrong,
)


def slips(this: Window, closed_urns: tuple[str, ...]) -> dict[str, tuple[Slip, ...]]:
    """For each table its mistakes; the last one fits any row."""
    old_sex = ("M", "F") if this.name <= "2023-24" else ("1", "2")
    year_end = f"{this.opens + 1}"
    return {
        "Header": _header(old_sex),
        "Episodes": _episodes(this, closed_urns),
        "Reviews": (
            cell(_other_review, "REVIEW_CODE"),
            cell(wrong("PN8", "PN9", "P1", "PNO"), "REVIEW_CODE"),
            cell(misdated, "REVIEW"),
            cell(moved(365), "REVIEW"),
            blank("REVIEW", "REVIEW_CODE"),
            *_common("REVIEW_CODE"),
        ),
        "UASC": (
            cell(moved(40), "DUC"),
            cell(moved(-400), "DUC"),
            cell(misdated, "DUC"),
            blank("DUC", "SEX"),
            cell(wrong("X", "9", *old_sex), "SEX"),
            *_common("SEX"),
        ),
        "OC2": _outcomes(),
        "OC3": (
            blank("IN_TOUCH", "ACTIV", "ACCOM"),
            cell(wrong("F3", "P3", "G7"), "ACTIV"),
            cell(wrong("S1", "X1", "A1"), "ACCOM"),
            fill("IN_TOUCH", "DIED", "RHOM", where=lambda row: row["ACTIV"] != "0"),
            fill("ACTIV", "0", where=lambda row: row["IN_TOUCH"] == "YES"),
            *_common("ACTIV", "ACCOM"),
        ),
        "AD1": (
            blank("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR"),
            Swap("DATE_INT", "DATE_MATCH"),
            fill("NB_ADOPTR", "2", where=lambda row: row["LS_ADOPTR"] == "L0"),
            cell(wrong("L1", "L5"), "LS_ADOPTR"),
            cell(wrong("F2", "X"), "SEX_ADOPTR"),
            cell(misdated, "DATE_INT", "DATE_MATCH"),
            *_common("SEX_ADOPTR", "LS_ADOPTR"),
        ),
        "PlacedAdoption": (
            fill("REASON_PLACED_CEASED", "RD1", "RD3", where=lambda row: not row["DATE_PLACED_CEASED"]),
            blank("DATE_PLACED_CEASED", "REASON_PLACED_CEASED"),
            cell(wrong("RD5", "RD0"), "REASON_PLACED_CEASED"),
            Swap("DATE_PLACED", "DATE_PLACED_CEASED"),
            cell(moved(60), "DATE_PLACED"),
            cell(misdated, "DATE_PLACED"),
            *_common("DATE_PLACED"),
        ),
        "PrevPerm": (
            cell(wrong("P5", "Z2", "0"), "PREV_PERM"),
            blank("PREV_PERM", "LA_PERM", "DATE_PERM"),
            fill("DATE_PERM", "2012", "xx/05/2012", "01/2012", f"zz/zz/{year_end}"),
            fill("LA_PERM", "MAN", "35", "E08000003", where=lambda row: row["PREV_PERM"] != "Z1"),
            fill("LA_PERM", "352", where=lambda row: row["PREV_PERM"] == "Z1"),
            *_common("PREV_PERM"),
        ),
        "Missing": (
            Swap("MIS_START", "MIS_END"),
            blank("MISSING", "MIS_START", "MIS_END"),
            cell(wrong("X", "MISSING", "U"), "MISSING"),
            cell(moved(90), "MIS_END"),
            cell(moved(-400), "MIS_START"),
            cell(misdated, "MIS_START", "MIS_END"),
            *_common("MISSING"),
        ),
        "SWEpisodes": (
            cell(lambda text, chance: text[2:], "SW_ID"),
            blank("SW_ID", "SW_REASON", "SW_DECOM"),
            cell(wrong("MOVED", "LEFT", "OTHER"), "SW_REASON"),
            Swap("SW_DECOM", "SW_DEC"),
            cell(moved(-30), "SW_DECOM"),
            blank("SW_DEC"),
            fill("SW_DEC", f"15/03/{year_end}", where=lambda row: not row["SW_DEC"]),
            cell(misdated, "SW_DECOM", "SW_DEC"),
            *_common("SW_REASON"),
        ),
        "DoLo": (
            Swap("DOLO_START", "DOLO_END"),
            cell(moved(400), "DOLO_END"),
            cell(misdated, "DOLO_START", "DOLO_END"),
            blank("DOLO_START"),
            *_common("DOLO_START"),
        ),
    }


def _common(*columns: str) -> tuple[Slip, ...]:
    """Mistakes of every table but Episodes; the last fits any row."""
    return (
        cell(untidy, *columns, "CHILD"),
        cell(lost_zeros, "CHILD"),
        cell(misdated, "DOB"),
        cell(other_birth, "DOB"),
        blank("DOB"),
        cell(other_birth, "DOB"),  # once more, and last: it fits wherever another mistake does not
    )


def _other_review(text: str, chance: float) -> str:
    return "PN1" if text == "PN0" else "PN0"


def _header(old_sex: tuple[str, ...]) -> tuple[Slip, ...]:
    return (
        cell(wrong(*old_sex, "X", "9"), "SEX"),
        blank("SEX", "ETHNIC", "UPN", "MOTHER"),
        cell(wrong("WHIT", "WENG", "BLCK"), "ETHNIC"),
        cell(typed_badly, "UPN"),
        cell(wrong("UN6", "UN", "N/A"), "UPN"),
        fill("UPN", "UN1", "UN4"),
        fill("MOTHER", "1", where=lambda row: row["MOTHER"] != "1"),
        fill("MOTHER", "Y", "N", "2"),
        fill("MC_DOB", "01/05/2024", where=lambda row: not row["MC_DOB"]),
        *_common("SEX", "ETHNIC", "UPN"),
    )


def _outcomes() -> tuple[Slip, ...]:
    def empty(column: str) -> Callable[[Row], bool]:
        return lambda row: not row[column]

    flags = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")
    return (
        blank(*flags),
        cell(wrong("Y", "N", "TRUE", "2"), *flags),
        fill("SDQ_SCORE", "41", "99", "12.5"),
        fill("SDQ_REASON", "SDQ2", where=lambda row: bool(row["SDQ_SCORE"])),
        blank("SDQ_SCORE", "SDQ_REASON"),
        fill("SDQ_REASON", "SDQ6", "SDQ", where=empty("SDQ_SCORE")),
        fill("CONVICTED", "0", where=empty("CONVICTED")),
        fill("HEALTH_CHECK", "1", where=empty("HEALTH_CHECK")),
        fill("INTERVENTION_RECEIVED", "1", where=empty("INTERVENTION_RECEIVED")),
        fill("SUBSTANCE_MISUSE", "1", where=empty("INTERVENTION_RECEIVED")),
        *_common("SDQ_REASON"),
    )


def _episodes(this: Window, closed_urns: tuple[str, ...]) -> tuple[Slip, ...]:
    def later(row: Row) -> bool:
        return row["REC"] == "X1"

    def final(row: Row) -> bool:
        return row["REC"] not in (None, "X1")

    def left_open(row: Row, chance: float) -> None:
        if later(row):
            row["DEC"] = row["REC"] = None

    def home_again(row: Row, chance: float) -> None:
        if row["HOME_POST"] and row["PLACE"] != "P1":
            row["PL_POST"] = row["HOME_POST"]

    other_years = "K3" if supported(this.name) == "H5" else "H5"
    return (
        blank("LS", "CIN", "PLACE", "PLACE_PROVIDER", "RNE"),
        blank("DECOM"),
        blank("DEC", "REC"),
        blank("HOME_POST", "PL_POST"),
        blank("URN"),
        blank("REASON_PLACE_CHANGE"),
        cell(wrong("C3", "V1", "S20"), "LS"),
        cell(wrong("N9", "N0"), "CIN"),
        cell(wrong("U7", "K9", other_years, "Z2"), "PLACE"),
        cell(wrong("X", "R"), "RNE"),
        cell(wrong("E4", "E44", "X2"), "REC"),
        cell(wrong("PR6", "PR", "PR0", "PR3"), "PLACE_PROVIDER"),
        cell(wrong("CARPLAN", "NONE"), "REASON_PLACE_CHANGE"),
        fill("REASON_PLACE_CHANGE", "CARPL", where=lambda row: not row["DEC"]),
        cell(misdated, "DECOM", "DEC"),
        Swap("DECOM", "DEC"),
        cell(moved(-365), "DEC"),
        cell(moved(1), "DECOM"),
        cell(moved(-3), "DECOM"),
        left_open,
        fill("REC", "E4A", "E8", where=later),
        fill("REC", "X1", "E12", "E5", where=final),
        fill("RNE", "L", where=lambda row: row["RNE"] == "P"),
        fill("RNE", "P", "B", where=lambda row: row["RNE"] in ("L", "S")),
        fill("LS", "E1", "C2", where=lambda row: row["LS"] == "V2"),
        fill("PLACE", "P1", "R5", where=lambda row: row["PLACE"] in ("U6", "U4")),
        home_again,
        cell(typed_badly, "HOME_POST", "PL_POST"),
        cell(typed_badly, "URN"),
        fill("URN", "SC999999", "1234567", "XXXXXXX", where=lambda row: bool(row["URN"])),
        fill("URN", *closed_urns, where=lambda row: row["PLACE"] == "K2"),
        cell(untidy, "LS", "PLACE", "RNE", "REC", "CHILD", "PL_POST", "CIN"),
        cell(lost_zeros, "CHILD"),
        blank("CIN", "RNE"),
    )
