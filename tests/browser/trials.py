"""What is tried on a page; each trial returns the problems that it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = ((320, "light"), (375, "light"), (375, "dark"), (1280, "light"), (1280, "dark"))
FEW_SCREENS = ((320, "dark"),)
SMALLEST = 24
"""Pixels that WCAG 2.2 (2.5.8) asks of what can be pressed."""
PAPER = 1_030
"""Pixels across A4 paper on its side, without its margins."""
PAPER_HEIGHT = 700
CHART_END = "document.querySelector('.chart').getBoundingClientRect().bottom + scrollY"
PATIENCE = {20_000: (3_000, 500, 500), 100_000: (12_000, 2_000, 1_000)}
"""Milliseconds until the list is there, until it is narrowed down, and until a child is open, by findings."""

Trial = Callable[[], list[str]]
OPEN_CHILD = "document.querySelector(':is(#list, #compared) > details > summary')?.click()"
VIEWS = {
    "as it opens": "0",
    "a child": OPEN_CHILD,
    "commands and codes": "document.querySelectorAll('#list > [open] details').forEach((each) => { each.open = true; })",
    "with meanings": "document.getElementById('meanings')?.click()",
    "all rules": "document.getElementById('filters')?.reset(); document.querySelectorAll('#rules details')"
    ".forEach((each) => { each.open = true; })",
    "nothing fits": "const f = document.getElementById('f-child'); if (f) { f.value = 'no such child';"
    "f.dispatchEvent(new Event('input', {bubbles: true})); }",
}
FEW_VIEWS = ("as it opens", "a child")
TOO_SMALL = """(smallest) => [...document.querySelectorAll('button, select, input, summary, nav a')]
  .filter((each) => each.checkVisibility()).map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width && (box.height < smallest || box.width < smallest))
  .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)"""
FOCUS = """() => { const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {what: at.tagName.toLowerCase(), id: at.id, text: (at.textContent || '').slice(0, 40), end: at === document.body,
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}; }"""
WIDE = "document.documentElement.scrollWidth"
FLAGGED_IN_SIGHT = """() => [...document.querySelectorAll('#list details[open] .scroll')]
  .map((box) => [box, box.querySelector('td.flagged')]).filter(([box, cell]) => cell).every(([box, cell]) => {
    const [outer, inner] = [box.getBoundingClientRect(), cell.getBoundingClientRect()];
    const title = box.querySelector('caption span').getBoundingClientRect();
    return inner.left >= outer.left - 1 && inner.left < outer.right && title.right > outer.left + 50; })"""
NARROWED = """() => { const begin = performance.now(); const at = document.getElementById('f-rule'); at.selectedIndex = 1;
  document.getElementById('filters').dispatchEvent(new Event('input', {bubbles: true}));
  return new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(performance.now() - begin)), 0)); }"""
OPENED = """() => { const begin = performance.now(); document.querySelector('#list > details').open = true;
  return new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(performance.now() - begin)), 0)); }"""


def of_any_page(browser: Browser, page: Path, *, thorough: bool) -> Iterator[tuple[str, Trial]]:
    """What every page has to stand; `thorough` for one of them, as axe takes its time."""
    address = page.as_uri()
    views = tuple(VIEWS) if thorough else FEW_VIEWS
    for width, scheme in SCREENS if thorough else FEW_SCREENS:
        yield f"axe, {scheme}, {width} px", lambda w=width, s=scheme: with_axe(browser, address, w, s, views)
    if thorough:
        yield (
            "axe, colours of the reader's own",
            lambda: with_axe(browser, address, 1280, "light", FEW_VIEWS, forced="active"),
        )
        yield (
            "axe, letters of twice the size",
            lambda: with_axe(browser, address, 1280, "light", views, letters="200%"),
        )
    yield "on paper", lambda: on_paper(browser, address)


def of_a_list(browser: Browser, page: Path) -> Iterator[tuple[str, Trial]]:
    """What a page with children has to stand besides."""
    address = page.as_uri()
    yield "keyboard alone", lambda: by_keyboard(browser, address)
    yield "without scripts", lambda: without_scripts(browser, address)
    yield "tables on a phone", lambda: tables_on_a_phone(browser, address)
    yield "from a chart to a child", lambda: from_a_chart(browser, address)
    yield "from a link to a rule", lambda: from_a_link(browser, address)
    yield "nothing moves", lambda: nothing_moves(browser, address)


def opened(
    browser: Browser,
    address: str,
    problems: list[str],
    width: int,
    scheme: str = "light",
    forced: str = "none",
) -> Page:
    """The page; whatever it logs, asks or fetches is a problem."""
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        forced_colors=forced,
        reduced_motion="reduce",
    )
    page.on("console", lambda message: problems.append(f"logged: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (problems.append(f"asked: {dialog.message}"), dialog.dismiss()))
    page.on(
        "request",
        lambda each: (
            None if each.url == address.partition("#")[0] else problems.append(f"fetched: {each.url}")
        ),
    )
    page.goto(address)
    page.wait_for_selector("#list > details" if page.locator("#list").count() else "footer")
    return page


def with_axe(
    browser: Browser,
    address: str,
    width: int,
    scheme: str,
    views: tuple[str, ...],
    *,
    forced: str = "none",
    letters: str = "",
) -> list[str]:
    """These views with axe; nothing wider than the screen, nothing too small to be pressed."""
    problems: list[str] = []
    page = opened(browser, address, problems, width, scheme, forced)
    if letters:
        page.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
    for view in views:
        page.evaluate(f"() => {{ {VIEWS[view]} }}")
        page.wait_for_timeout(300)
        found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response
        for each in found["violations"]:
            problems.append(
                f"{view}: {each['id']}, {len(each['nodes'])} times: {each['nodes'][0]['html'][:100]}"
            )
        if (wide := page.evaluate(WIDE)) > width:
            problems.append(f"{view}: the page is {wide} px wide")
        problems += [f"{view}: too small: {each}" for each in page.evaluate(TOO_SMALL, SMALLEST)]
        if view == "a child" and not page.evaluate(FLAGGED_IN_SIGHT):
            problems.append(f"{view}: the first flagged cell of a table, or its title, is out of sight")
    if page.locator("#list img, main script").count():
        problems.append("a value became markup")
    page.close()
    return problems


def by_keyboard(browser: Browser, address: str) -> list[str]:
    """From the top to the end by the tabulator alone, every stop in sight; then from a rule to a child's rows."""
    problems: list[str] = []
    page = opened(browser, address, problems, 1280)
    page.keyboard.press("Tab")
    if page.evaluate(FOCUS)["text"] != "Skip to the report":
        problems.append("the first stop is not the way past the contents")
    page.keyboard.press("Enter")
    if page.evaluate(FOCUS)["id"] != "main":
        problems.append("the way past the contents does not lead to the report")
    stops = 0
    while stops < 2_000:
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["end"]:
            break
        stops += 1
        if not at["seen"] or not at["inside"]:
            problems.append(f"the focus cannot be seen: {at}")
    else:
        problems.append("the end of the page is not reached")
    before = page.inner_text("#status")
    page.locator("#rules button[data-filter=rule]").first.focus()
    page.keyboard.press("Enter")
    if page.inner_text("#status") == before or page.evaluate(FOCUS)["id"] != "children-heading":
        problems.append("the button of a rule does not lead to its children")
    while (at := page.evaluate(FOCUS))["what"] != "summary" and stops < 4_000:
        page.keyboard.press("Tab")
        stops += 1
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    if not page.locator("#list > details[open] td.flagged mark").count():
        problems.append("a child opened by keyboard shows no flagged cell")
    page.close()
    return problems


def without_scripts(browser: Browser, address: str) -> list[str]:
    """Where scripts are not run there is a plain list of children."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    seen = page.locator("#children noscript table tbody tr").count()
    hidden = page.locator("#filters").is_visible()
    page.close()
    return [] if seen and not hidden else ["no list of children, or filters that do nothing"]


def tables_on_a_phone(browser: Browser, address: str) -> list[str]:
    """Tables that are shown as blocks are tables to who cannot see them, and need no scrolling from side to side."""
    problems: list[str] = []
    page = opened(browser, address, problems, 375)
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [each.get("role", {}).get("value") for each in tree if not each.get("ignored")]
    expected = page.locator("#rules .wide").first.locator("tbody tr").count()
    for role, least in (
        ("row", expected),
        ("rowheader", expected),
        ("cell", 7 * expected),
        ("columnheader", 8),
    ):
        if roles.count(role) < least:
            problems.append(f"{roles.count(role)} of the role {role}, where {least} are to be")
    wider = (
        "() => [...document.querySelectorAll('.scroll:has(.wide)')]"
        ".filter((each) => each.scrollWidth > each.clientWidth + 1).length"
    )
    if count := page.evaluate(wider):
        problems.append(f"{count} tables have to be scrolled")
    page.close()
    return problems


def from_a_chart(browser: Browser, address: str) -> list[str]:
    """The name of a child in a chart leads to that child."""
    problems: list[str] = []
    page = opened(browser, address, problems, 1280)
    button = page.locator(".chart button[data-filter=child]").first
    name = button.inner_text()
    button.click()
    if (
        page.locator("#list h3").first.inner_text() != name
        or page.evaluate(FOCUS)["id"] != "children-heading"
    ):
        problems.append(f"the name {name} does not lead to the child")
    page.close()
    return problems


def from_a_link(browser: Browser, address: str) -> list[str]:
    """The address leads to what the list is narrowed down to, and never names a child or a worker."""
    problems: list[str] = []
    page = opened(browser, address, problems, 1280)
    page.locator("button[data-filter=rule]:visible").first.click()
    page.locator("#f-severity").select_option("error")
    narrowed, there = page.locator("#status").inner_text(), page.url
    page.locator("#f-child").fill(page.locator("#list h3").first.inner_text())
    page.wait_for_timeout(300)
    if "narrowed down" not in narrowed or page.url != there or "#show?rule=" not in there:
        problems.append(f"the address is {page.url}")
    again = opened(browser, there, problems, 1280)
    if again.locator("#status").inner_text() != narrowed or again.evaluate(FOCUS)["id"] != "children-heading":
        problems.append("a link does not lead to what it names")
    again.locator("#filters [type=reset]").click()
    again.wait_for_timeout(100)
    if "#show" in again.url or "narrowed" in again.locator("#status").inner_text():
        problems.append("filters that were cleared are still in the address")
    page.close()
    again.close()
    odd = opened(browser, f"{address}#show?rule=%3Cb%3E&severity=x&table=%22", problems, 1280)
    if "narrowed" in odd.locator("#status").inner_text():
        problems.append("an address that names nothing narrows the list down")
    odd.close()
    return problems


def nothing_moves(browser: Browser, address: str) -> list[str]:
    """Who asks for no movement gets none."""
    problems: list[str] = []
    page = opened(browser, address, problems, 1280)
    page.evaluate(OPEN_CHILD)
    if page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") != "auto":
        problems.append("the page glides from place to place")
    if page.evaluate("document.getAnimations().length"):
        problems.append("something moves")
    page.close()
    return problems


def on_paper(browser: Browser, address: str) -> list[str]:
    """Printed from a dark screen with a child open: on white, nothing cut off, without what can only be pressed."""
    problems: list[str] = []
    page = opened(browser, address, problems, PAPER, "dark")
    page.evaluate(OPEN_CHILD)
    page.emulate_media(media="print", color_scheme="dark")
    for name in ("#filters", ".contents", ".bar-of-buttons", "#rules button"):
        if page.locator(name).count() and page.locator(name).first.is_visible():
            problems.append(f"{name} is printed")
    if page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)":
        problems.append("the paper is not white")
    if (wide := page.evaluate(WIDE)) > PAPER:
        problems.append(f"what is printed is {wide} px wide, and cut off")
    if page.locator("#compared").count() and page.evaluate(CHART_END) > PAPER_HEIGHT:
        problems.append("the first chart does not fit on the first page, which is left half empty")
    if page.locator("#list").count() and not page.locator("#list td.flagged").first.is_visible():
        problems.append("the open child is not printed")
    if len(page.pdf()) < 10_000:
        problems.append("there is nothing on paper")
    page.close()
    return problems


def of_a_large_one(browser: Browser, page: Path, findings: int) -> list[str]:
    """How long readers wait: for the page, for the list to be narrowed down, for a child. The times are printed."""
    problems: list[str] = []
    shown = opened(browser, page.as_uri(), problems, 1280)
    ready = shown.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart")
    held = shown.inner_text("#status")
    times = (ready, shown.evaluate(NARROWED), shown.evaluate(OPENED))
    said = [
        f"{what} {time:,.0f} ms" for what, time in zip(("ready", "narrowed", "opened"), times, strict=True)
    ]
    print(f"       {held} {page.stat().st_size / 1e6:.1f} MB: {', '.join(said)}")
    for text, time, most in zip(said, times, PATIENCE[findings], strict=True):
        if time > most:
            problems.append(f"{text}, where {most:,} are the most")
    if not shown.locator("#list > details[open] td.flagged mark").count():
        problems.append("no flagged cell")
    shown.close()
    return problems
