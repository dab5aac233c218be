"""What a clean sample has to be right about, table by table and between tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

import lacdsl.sample

START, END = pd.Timestamp("2026-04-01"), pd.Timestamp("2027-03-31")
PLACEMENT = ["PLACE", "PL_POST", "URN", "PLACE_PROVIDER"]
TEMPORARY = ["T0", "T1", "T2", "T3", "T4"]
ADOPTIVE = ["A3", "A4", "A5", "A6"]
BREAKS = ["V3", "V4"]


Frames = dict[str, pd.DataFrame]


def days(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, format="%d/%m/%Y")


def turns(born: pd.Series, years: int) -> pd.Series:
    return born + pd.DateOffset(years=years)


def neighbours(dated: pd.DataFrame) -> pd.DataFrame:
    """Each episode beside the one before it, both of the same period of care."""
    before = dated.shift(1).add_prefix("before_")
    both = pd.concat([dated, before], axis=1)
    return both[(both["CHILD"] == both["before_CHILD"]) & (both["RNE"] != "S")]


def test_identifiers_of_children_and_pupils_are_unique_and_well_formed(this: Frames) -> None:
    header = this["Header"]
    assert header["CHILD"].is_unique
    assert header["CHILD"].str.fullmatch(r"MAN\d{6}").all()
    real = header["UPN"][~header["UPN"].str.startswith("UN")]
    assert real.is_unique
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    for upn in real:
        assert letters[sum(int(digit) * weight for weight, digit in enumerate(upn[1:], 2)) % 23] == upn[0]


def test_every_row_belongs_to_a_child_of_the_header_with_its_date_of_birth(
    this: Frames, last: Frames
) -> None:
    for tables in (this, last):
        born = tables["Header"].set_index("CHILD")["DOB"]
        for name, frame in tables.items():
            assert frame["CHILD"].isin(born.index).all(), name
            if "DOB" in frame:
                assert (frame["DOB"] == frame["CHILD"].map(born)).all(), name


def test_everybody_has_episodes_or_is_a_care_leaver(this: Frames) -> None:
    known = set(this["Episodes"]["CHILD"]) | set(this["OC3"]["CHILD"])
    assert set(this["Header"]["CHILD"]) == known


def test_an_episode_starts_when_the_one_before_ends(dated: pd.DataFrame) -> None:
    pairs = neighbours(dated)
    assert len(pairs) > 1_000
    assert (pairs["DECOM"] == pairs["before_DEC"]).all()
    assert (pairs["before_REC"] == "X1").all()
    assert (pairs["CIN"] == pairs["before_CIN"]).all()
    returns = dated[(dated["RNE"] == "S") & dated["CHILD"].duplicated()]
    assert len(returns)
    assert (returns["DECOM"] > dated["DEC"].shift(1)[returns.index]).all()


def test_the_reason_for_a_new_episode_says_what_changed(dated: pd.DataFrame) -> None:
    pairs = neighbours(dated)
    law = pairs["LS"] != pairs["before_LS"]
    place = pd.concat(
        [pairs[column].fillna("") != pairs[f"before_{column}"].fillna("") for column in PLACEMENT], axis=1
    ).any(axis=1)
    assert set(pairs["RNE"]) == set("LPTBU")
    assert (law == pairs["RNE"].isin(["L", "B", "U"])).all()
    assert (place == pairs["RNE"].isin(["P", "T", "B", "U"])).all()
    same_carer = pairs["RNE"].isin(["T", "U"])
    assert (pairs["PL_POST"] == pairs["before_PL_POST"])[same_carer].all()


def test_why_a_placement_changed_stands_before_every_change_but_temporary_ones(dated: pd.DataFrame) -> None:
    pairs = neighbours(dated)
    away = pairs["PLACE"].isin(TEMPORARY) | pairs["before_PLACE"].isin(TEMPORARY)
    asked = (pairs["RNE"] != "L") & ~away
    assert (pairs["before_REASON_PLACE_CHANGE"].notna() == asked).all()


def test_temporary_placements_are_short_and_lead_back(dated: pd.DataFrame) -> None:
    pairs = neighbours(dated)
    earlier = dated.shift(2).add_prefix("earlier_").loc[pairs.index]
    back = pairs["before_PLACE"].isin(TEMPORARY) & (pairs["CHILD"] == earlier["earlier_CHILD"])
    assert back.sum() > 20
    for column in [*PLACEMENT, "LS"]:
        same = pairs[column].fillna("") == earlier[f"earlier_{column}"].fillna("")
        assert same[back].all()
    away = dated[dated["PLACE"].isin(TEMPORARY)]
    length = (away["DEC"] - away["DECOM"]).dt.days
    assert (length[away["PLACE"] == "T4"].dropna() <= 7).all()
    assert (length[away["PLACE"] == "T3"].dropna() <= 21).all()
    assert away["REC"].isin(["X1"]).eq(away["DEC"].notna()).all()


def test_placements_fit_ages_and_legal_status(dated: pd.DataFrame) -> None:
    supported = dated[dated["PLACE"] == "K3"]
    assert len(supported)
    assert (supported["DECOM"] >= turns(supported["DOB"], 16)).all()
    assert not (dated["PLACE"].eq("P1") & dated["LS"].eq("V2")).any()
    assert dated.loc[dated["PLACE"].isin(["A5", "A6"]), "LS"].eq("E1").all()
    still = dated[dated["DEC"].isna() & (turns(dated["DOB"], 18) < END)]
    assert still["PLACE"].eq("K2").all()


def test_numbers_and_addresses_are_those_of_the_provider_list(
    providers: pd.DataFrame, dated: pd.DataFrame
) -> None:
    listed = providers.assign(PLACE=providers["PLACE_CODES"].str.split(",")).explode("PLACE")
    known = set(zip(listed["URN"], listed["PLACE"], listed["PROVIDER_CODES"], strict=True))
    numbered = dated[dated["URN"].notna() & (dated["URN"] != "XXXXXXX")]
    assert set(zip(numbered["URN"], numbered["PLACE"], numbered["PLACE_PROVIDER"], strict=True)) <= known
    homes = numbered[numbered["PLACE"].isin(["K1", "K2", "K3", "R3", "S1"])]
    sites = set(zip(providers["URN"], providers["POSTCODE"], strict=True))
    assert set(zip(homes["URN"], homes["PL_POST"].str.replace(" ", ""), strict=True)) <= sites


def test_postcodes_are_real_and_missing_only_where_they_are_not_asked_for(
    this: Frames, last: Frames, dated: pd.DataFrame
) -> None:
    path = Path(lacdsl.sample.__file__).parent / "data" / "postcodes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        real = {row["POSTCODE"] for row in csv.DictReader(file)}
    assert set(dated["HOME_POST"].dropna()) | set(dated["PL_POST"].dropna()) <= real
    short = dated["LS"].isin(BREAKS)
    seeking = dated["CHILD"].isin(set(this["UASC"]["CHILD"]) | set(last["UASC"]["CHILD"]))
    assert seeking.any()
    assert (dated["HOME_POST"].isna() == (short | seeking)).all()
    assert (dated["PL_POST"].isna() == short).all()
    assert dated.loc[short, "URN"].isna().all()


def test_what_was_open_last_year_goes_on_unchanged(this: Frames, last: Frames) -> None:
    def ordered(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(day=days(frame["DECOM"])).sort_values(["CHILD", "day"])

    final = ordered(last["Episodes"]).drop_duplicates("CHILD", keep="last")
    first = ordered(this["Episodes"]).drop_duplicates("CHILD").set_index("CHILD")
    still = final[final["DEC"].isna()].set_index("CHILD")
    assert len(still) > 500
    fixed = ["DECOM", "RNE", "LS", "CIN", "HOME_POST", *PLACEMENT]
    pd.testing.assert_frame_equal(first.loc[still.index, fixed], still[fixed])
    assert set(first.index[first["day"] < START]) == set(still.index)


def test_outcomes_are_of_those_in_care_all_year_and_of_nobody_else(this: Frames, dated: pd.DataFrame) -> None:
    broken = (
        dated["LS"].isin(BREAKS)
        | (dated["DEC"].notna() & (dated["REC"] != "X1"))
        | ((dated["RNE"] == "S") & (dated["DECOM"] > START))
    )
    outcomes = this["OC2"]
    assert set(outcomes["CHILD"]) == set(dated["CHILD"]) - set(dated["CHILD"][broken])
    assert not set(outcomes["CHILD"]) & set(this["OC3"]["CHILD"])
    born = days(outcomes["DOB"])
    due = (turns(born, 4) <= END) & (turns(born, 17) >= START)
    assert (outcomes["SDQ_SCORE"].notna() ^ outcomes["SDQ_REASON"].notna() == due).all()


def test_care_leavers_left_before_the_birthday(this: Frames, last: Frames, dated: pd.DataFrame) -> None:
    leavers = this["OC3"]
    born = days(leavers["DOB"])
    assert (turns(born, 17) <= END).all()
    assert not leavers["CHILD"].isin(dated["CHILD"][dated["DEC"].isna()]).any()
    both_years = set(this["Episodes"]["CHILD"]) | set(last["Episodes"]["CHILD"])
    assert set(leavers["CHILD"]) <= both_years


def test_adoption_is_decided_on_placed_for_and_told_about(this: Frames, dated: pd.DataFrame) -> None:
    decided = this["PlacedAdoption"].set_index("CHILD")
    placed = dated[dated["PLACE"].isin(ADOPTIVE) | dated["LS"].eq("E1")]
    assert (days(decided["DATE_PLACED"]).loc[placed["CHILD"]].to_numpy() <= placed["DECOM"].to_numpy()).all()
    adopted = dated[dated["REC"].isin(["E11", "E12"])]
    details = this["AD1"].set_index("CHILD")
    assert set(adopted["CHILD"]) == set(details.index)
    assert details.notna().all(axis=None)
    assert (details["DATE_INT"] == decided.loc[details.index, "DATE_PLACED"]).all()
    assert adopted["PLACE"].isin(ADOPTIVE).all()


def test_times_missing_lie_in_care_and_apart(this: Frames, dated: pd.DataFrame) -> None:
    missing = this["Missing"].assign(
        start=lambda rows: days(rows["MIS_START"]), end=lambda rows: days(rows["MIS_END"])
    )
    missing = missing.sort_values(["CHILD", "start"], ignore_index=True)
    again = missing["CHILD"] == missing["CHILD"].shift(1)
    assert (missing["start"] >= missing["end"].shift(1))[again].all()
    inside = missing.merge(dated, on="CHILD")
    held = (inside["DECOM"] <= inside["start"]) & ~(inside["DEC"] < inside["start"])
    assert set(zip(inside["CHILD"][held], inside["start"][held], strict=True)) == set(
        zip(missing["CHILD"], missing["start"], strict=True)
    )


def test_those_still_missing_last_year_are_missing_at_first_this_year() -> None:
    this, last, _ = lacdsl.sample.sample_tables(children=3_000, errors=0.0)
    open_last = last["Missing"][last["Missing"]["MIS_END"].isna()]
    assert len(open_last)
    first = this["Missing"].drop_duplicates("CHILD").set_index("CHILD")["MIS_START"]
    assert (open_last["CHILD"].map(first) == open_last["MIS_START"]).all()


def test_reviews_have_the_code_for_the_age(this: Frames) -> None:
    reviews = this["Reviews"]
    young = days(reviews["REVIEW"]) < turns(days(reviews["DOB"]), 4)
    assert (reviews["REVIEW_CODE"].eq("PN0") == young).all()
    assert not reviews.duplicated(["CHILD", "REVIEW"]).any()


def test_girls_in_care_and_only_they_are_asked_about_motherhood(this: Frames, dated: pd.DataFrame) -> None:
    header = this["Header"].set_index("CHILD")
    girls = set(dated["CHILD"][dated["SEX"].eq("F") & ~dated["LS"].isin(BREAKS)])
    assert set(header.index[header["MOTHER"].notna()]) == girls
    assert header["MOTHER"].eq("1").any()
    assert (header["MOTHER"].eq("1") == header["MC_DOB"].notna()).all()


def test_asylum_seekers_cease_to_be_by_their_18th_birthday(this: Frames, last: Frames) -> None:
    for tables in (this, last):
        seekers = tables["UASC"]
        assert (days(seekers["DUC"]) <= turns(days(seekers["DOB"]), 18)).all()


def test_earlier_permanence_is_told_for_new_starts(this: Frames, dated: pd.DataFrame) -> None:
    new = dated[(dated["RNE"] == "S") & (dated["DECOM"] >= START)]
    assert set(this["PrevPerm"]["CHILD"]) == set(new["CHILD"])
    none = this["PrevPerm"]["PREV_PERM"] == "Z1"
    assert (this["PrevPerm"]["DATE_PERM"].isna() == none).all()
    assert (this["PrevPerm"]["LA_PERM"].isna() == none).all()


def test_social_workers_follow_one_another_to_the_end(this: Frames) -> None:
    workers = this["SWEpisodes"].assign(
        start=lambda rows: days(rows["SW_DECOM"]), end=lambda rows: days(rows["SW_DEC"])
    )
    workers = workers.sort_values(["CHILD", "start"], ignore_index=True)
    final = ~workers["CHILD"].duplicated(keep="last")
    assert (workers["end"].isna() == final).all()
    gap = (workers["start"].shift(-1) - workers["end"]).dt.days[~final]
    assert gap.between(0, 1).all()
    assert ((workers["end"] - workers["start"]).dt.days.dropna() >= 3).all()


def test_liberty_is_taken_in_homes_only(this: Frames, dated: pd.DataFrame) -> None:
    orders = this["DoLo"].merge(dated.drop(columns="DOB"), on="CHILD")
    start, end = days(orders["DOLO_START"]), days(orders["DOLO_END"])
    overlap = (orders["DECOM"] <= end.fillna(END)) & ~(orders["DEC"] < start)
    assert overlap.sum() == len(this["DoLo"])
    assert orders.loc[overlap, "PLACE"].isin(["K2", "Z12", "Z13"]).all()
