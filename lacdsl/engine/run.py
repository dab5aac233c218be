"""Runs rules over tables: verdicts for every row, findings for those that fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.engine.cells import standing
from lacdsl.engine.evaluator import Evaluator
from lacdsl.engine.findings import Found, about_frame, findings_frame, rule_findings
from lacdsl.engine.pairing import TooManyPairs
from lacdsl.engine.relation import Relation
from lacdsl.engine.shown import Objects, entities
from lacdsl.engine.store import Context, EngineInput, Store
from lacdsl.engine.vectors import Bools, Index, Tri
from lacdsl.plan import Graph, build_graph
from lacdsl.plan.columns import columns_read
from lacdsl.semantics import typed as s
from lacdsl.semantics.supply import missing_needs


@dataclass(slots=True)
class RuleOutcome:
    """What became of a rule. The four counts add up to the rows of its population when it ran.

    `reason` says why it did not run, or that not all cells of its findings are shown.
    """

    code: str
    status: str
    reason: str = ""
    fails: int = 0
    passes: int = 0
    unknown: int = 0
    not_applicable: int = 0
    fault: str = ""


@dataclass(slots=True)
class Profile:
    """Seconds: making the graph, preparing the tables (once, whatever the rules), evaluating, building findings.

    `rules` holds each rule's share (what it is the first to need counts for it), `nodes` the slowest nodes.
    """

    plan: float = 0.0
    prepare: float = 0.0
    evaluate: float = 0.0
    findings: float = 0.0
    rules: dict[str, float] = field(default_factory=dict)
    nodes: list[tuple[str, float]] = field(default_factory=list)
    node_count: int = 0


@dataclass(slots=True)
class EngineResult:
    """Outcomes in the order of the rules, and the findings (columns of `findings.COLUMNS`), one flagged cell a row.

    `about` says of every finding, by its number, where the row stands that it is about (`findings.ABOUT`).
    When verdicts are kept, `entities` holds the keys of the children in the order of the verdicts of rules about them,
    and `places` where the rows of each rule stand.
    """

    outcomes: list[RuleOutcome]
    findings: pd.DataFrame
    profile: Profile
    verdicts: dict[str, Verdicts] = field(default_factory=dict)
    entities: list[str] = field(default_factory=list)
    places: dict[str, Places] = field(default_factory=dict)
    about: pd.DataFrame = field(default_factory=pd.DataFrame)


@dataclass(slots=True)
class Places:
    """Where the rows of a rule's population stand: table, year (0 this, 1 last) and position, and the child of each.

    Of spells the place of the first row; children and the whole return stand in no table: "", and -1.
    """

    table: str
    year: NDArray[np.int8]
    row: Index
    entity: Objects


@dataclass(slots=True)
class Verdicts:
    """One of 'passes', 'fails', 'unknown', 'n/a' for every row of a rule's population (masks)."""

    fails: Bools
    passes: Bools
    unknown: Bools


def run(
    program: s.Program,
    data: EngineInput,
    context: Context,
    codes: Sequence[str] | None = None,
    *,
    profile: bool = False,
    keep_verdicts: bool = False,
) -> EngineResult:
    """Runs the rules with these codes (all, when None). An exception inside a rule makes that rule *not run*."""
    timing = Profile()
    begin = perf_counter()
    graph = build_graph(program, program.rules if codes is None else codes)
    store = Store(program.model, data, context)
    engine = Evaluator(graph, store, profile)
    timing.plan, timing.node_count = perf_counter() - begin, len(graph.nodes)
    store.prepare(columns_read(graph, program.model))
    result = EngineResult([], pd.DataFrame(), timing)
    found: dict[int, Found] = {}
    outcomes: dict[int, RuleOutcome] = {}
    for place in graph.order:
        rule = graph.rules[place]
        begin, prepared = perf_counter(), store.prepared_in
        outcome, verdicts, population = _judge(engine, rule)
        done = perf_counter()
        spent = done - begin - (store.prepared_in - prepared)
        timing.rules[rule.code] = spent
        if verdicts is not None and outcome.fails:
            try:
                cells = rule_findings(engine, rule, population, np.flatnonzero(verdicts.fails))
                if cells is not None:
                    found[place] = cells
                    outcome.reason = _left_out(cells.limit)
            except Exception as error:
                outcome = _not_run(rule.code, error)
                verdicts = None
        outcomes[place] = outcome
        if keep_verdicts and verdicts is not None:
            result.verdicts[rule.code] = verdicts
            result.places[rule.code] = _places(engine, population)
        engine.forget(place)
        timing.evaluate += spent
        timing.findings += perf_counter() - done
    begin = perf_counter()
    timing.prepare = store.prepared_in
    result.outcomes = [outcomes[place] for place in range(len(outcomes))]
    in_order = [found[place] for place in sorted(found)]
    result.findings, result.about = findings_frame(in_order), about_frame(in_order)
    timing.findings += perf_counter() - begin
    if keep_verdicts:
        everyone = np.arange(engine.world.keys.of_return(program.model.root))
        result.entities = [str(name) for name in engine.world.entity_names(everyone)]
    if engine.seconds is not None:
        timing.nodes = _slowest(graph, engine.seconds)
    engine.close()
    return result


def _places(engine: Evaluator, population: Relation | None) -> Places:
    relation = engine.world.single() if population is None else population
    rows = np.arange(relation.n)
    if population is None:
        nobody = np.full(relation.n, None, dtype=object)
        return Places("", np.full(relation.n, -1, np.int8), np.full(relation.n, -1), nobody)
    return Places(*standing(relation, rows), entities(engine, relation, rows))


def _judge(engine: Evaluator, rule: s.Rule) -> tuple[RuleOutcome, Verdicts | None, Relation | None]:
    reason = missing_needs(rule, engine.world.supplied, engine.store.model)
    if reason is not None:
        return RuleOutcome(rule.code, "not run", reason), None, None
    try:
        if rule.population is None:
            return (*_return_verdict(engine, rule), None)
        population = engine.relation(rule.population)
        domain = engine.plain(population)
        must = engine.truth(rule.must, domain)
        where = (
            np.ones(population.n, np.bool_) if rule.where is None else engine.truth(rule.where, domain).true
        )
    except Exception as error:
        return _not_run(rule.code, error), None, None
    verdicts = _verdicts(where, must)
    return _counted(rule.code, verdicts), verdicts, population


def _return_verdict(engine: Evaluator, rule: s.Rule) -> tuple[RuleOutcome, Verdicts]:
    """A rule for the return is judged once, in the place of the first child (or of none)."""
    single = engine.world.single()
    domain = engine.plain(single)
    must = engine.truth(rule.must, domain)
    where = np.ones(1, np.bool_) if rule.where is None else engine.truth(rule.where, domain).true
    verdicts = _verdicts(where, must)
    return _counted(rule.code, verdicts), verdicts


def _verdicts(where: Bools, must: Tri) -> Verdicts:
    fails, passes = where & must.falses(), where & must.true
    return Verdicts(fails, passes, where & ~fails & ~passes)


def _counted(code: str, verdicts: Verdicts) -> RuleOutcome:
    fails, passes = int(verdicts.fails.sum()), int(verdicts.passes.sum())
    unknown = int(verdicts.unknown.sum())
    rest = len(verdicts.fails) - fails - passes - unknown
    return RuleOutcome(code, "ran", "", fails, passes, unknown, rest)


def _left_out(limit: int | None) -> str:
    if limit is None:
        return ""
    return f"for each finding only the first {limit} rows of another table are shown, as there are too many in all"


def _not_run(code: str, error: Exception) -> RuleOutcome:
    if isinstance(error, TooManyPairs):
        return RuleOutcome(code, "not run", f"too many rows belong together, perhaps by a wrong key: {error}")
    if isinstance(error, MemoryError):
        return RuleOutcome(code, "not run", "the computer has too little memory for it")
    what = f"{type(error).__name__}: {error}"
    return RuleOutcome(
        code,
        "not run",
        f"lacdsl could not work it out (a fault of lacdsl, not of the data): {what}",
        fault=what,
    )


def _slowest(graph: Graph, seconds: dict[int, float]) -> list[tuple[str, float]]:
    ranked = sorted(seconds.items(), key=lambda pair: -pair[1])[:40]
    return [(_short(graph.nodes.get(node)), spent) for node, spent in ranked]


def _short(node: object) -> str:
    text = repr(node)
    return text if len(text) <= 160 else text[:157] + "..."
