"""The mistakes in a sample: how many, which, and where."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from lacdsl.sample import sample_tables
from lacdsl.sample.slips import misdated, moved, other_birth, read

Frames = dict[str, pd.DataFrame]


@cache
def tables(errors: float) -> tuple[Frames, Frames]:
    this, last, _ = sample_tables(children=1_200, errors=errors, seed=4)
    return this, last


def clean(name: str) -> pd.DataFrame:
    return tables(0.0)[0][name]


def spoilt(name: str) -> pd.DataFrame:
    return tables(0.1)[0][name]


def changed(name: str) -> pd.DataFrame:
    """Rows that are in the table with mistakes and not in the clean one."""
    whole = spoilt(name).merge(clean(name).drop_duplicates(), how="left", indicator=True)
    return spoilt(name)[(whole["_merge"] == "left_only").to_numpy()]


@pytest.mark.parametrize("name", ["Header", "Episodes", "Reviews", "OC2", "SWEpisodes"])
def test_the_share_of_rows_with_a_mistake_is_what_was_asked_for(name: str) -> None:
    assert 0.08 < len(changed(name)) / len(clean(name)) < 0.12


def test_no_table_is_spared() -> None:
    many, _ = tables(0.5)
    assert not [name for name, frame in many.items() if frame.equals(clean(name))]


def test_last_year_has_no_mistakes() -> None:
    for name, frame in tables(0.0)[1].items():
        pd.testing.assert_frame_equal(frame, tables(0.5)[1][name])


def test_children_go_missing_from_the_header_and_rows_come_twice() -> None:
    assert not spoilt("Episodes")["CHILD"].str.strip().str.upper().isin(spoilt("Header")["CHILD"]).all()
    assert spoilt("Episodes").duplicated().any()


def test_dates_are_spoilt_in_many_ways() -> None:
    dates = pd.concat(
        [changed("Episodes")[["DECOM", "DEC"]].stack(), changed("Reviews")["REVIEW"].dropna()]
    ).astype(str)
    for shape in (r"\d\d/\d\d/\d\d", r"\d{4}-\d\d-\d\d", r"\d{5}", r"31/06/\d{4}"):
        assert dates.str.fullmatch(shape).any(), shape


def test_episodes_are_spoilt_in_many_ways() -> None:
    episodes = changed("Episodes")
    start = pd.to_datetime(episodes["DECOM"], format="%d/%m/%Y", errors="coerce")
    end = pd.to_datetime(episodes["DEC"], format="%d/%m/%Y", errors="coerce")
    assert (end < start).any()
    assert (episodes["DEC"].isna() ^ episodes["REC"].isna()).any()
    assert episodes["LS"].isna().any()
    assert episodes["LS"].isin(["C3", "V1", "S20"]).any()
    assert (episodes["PL_POST"] == episodes["HOME_POST"]).any()
    assert episodes["URN"].isin(["SC999999", "1234567"]).any()
    assert episodes["CHILD"].str.fullmatch(r"MAN\d{1,5}").any()
    text = episodes.stack().astype(str)
    assert (text.str.strip() != text).any()
    assert (text.str.upper() != text).any()


def test_other_tables_are_spoilt_in_their_own_ways() -> None:
    born = spoilt("Header").drop_duplicates("CHILD").set_index("CHILD")["DOB"]
    assert (spoilt("Reviews")["DOB"] != spoilt("Reviews")["CHILD"].map(born)).any()
    assert spoilt("Header")["SEX"].isin(["1", "2"]).any()
    assert not spoilt("Header")["UPN"].dropna().str.fullmatch(r"[A-Z]\d{12}|UN[1-5]").all()
    outcomes = spoilt("OC2")
    assert (outcomes["SDQ_SCORE"].notna() & outcomes["SDQ_REASON"].notna()).any()


def test_slips_leave_alone_what_is_no_date() -> None:
    for slip in (misdated, moved(5), other_birth):
        assert slip("soon", 0.2) == "soon"
    assert read(None) is None


def test_a_date_moves_over_the_end_of_a_month() -> None:
    assert moved(1)("28/02/2027", 0.0) == "01/03/2027"
    assert misdated("05/04/2026", 0.0) == "05/04/26"
    assert misdated("05/04/2026", 0.4) == "46117"
    assert other_birth("05/04/2026", 0.0) == "04/05/2026"
    assert other_birth("29/02/2024", 0.6) == "28/02/2025"
