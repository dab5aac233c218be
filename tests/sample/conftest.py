"""A clean sample that several tests look at: 1,500 children of 2026-27."""

from __future__ import annotations

import pandas as pd
import pytest

from lacdsl.sample import sample_tables

Frames = dict[str, pd.DataFrame]


@pytest.fixture(scope="session")
def sample() -> tuple[Frames, Frames, pd.DataFrame]:
    return sample_tables(children=1_500, year="2026-27", errors=0.0, seed=3)


@pytest.fixture(scope="session")
def this(sample: tuple[Frames, Frames, pd.DataFrame]) -> Frames:
    return sample[0]


@pytest.fixture(scope="session")
def last(sample: tuple[Frames, Frames, pd.DataFrame]) -> Frames:
    return sample[1]


@pytest.fixture(scope="session")
def providers(sample: tuple[Frames, Frames, pd.DataFrame]) -> pd.DataFrame:
    return sample[2]


@pytest.fixture(scope="session")
def dated(this: Frames) -> pd.DataFrame:
    """This year's episodes by child and start, with days for dates, and the child's date of birth and sex."""
    frame = this["Episodes"].merge(this["Header"][["CHILD", "DOB", "SEX"]], on="CHILD")
    for column in ("DECOM", "DEC", "DOB"):
        frame[column] = pd.to_datetime(frame[column], format="%d/%m/%Y")
    return frame.sort_values(["CHILD", "DECOM"], ignore_index=True)
