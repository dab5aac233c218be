// The list of children: filters, pages, and the buttons that lead to it.
const filters = document.getElementById("filters");
const list = document.getElementById("list");
const status = document.getElementById("status");
let shown = [];
let page = 0;
let perPage = 25;

function matching(chosen) {
  const text = (chosen.child || "").trim().toUpperCase();
  const found = [];
  children.forEach((child, number) => {
    if (text && !child.toUpperCase().includes(text)) return;
    if (chosen.worker && String(data.workers[number]) !== chosen.worker) return;
    if (chosen.team && String(data.teams[number]) !== chosen.team) return;
    const kept = findingsOfChild[number].filter((finding) => fits(finding, chosen));
    if (kept.length) found.push({ number, kept });
  });
  if (chosen.order === "number") {
    const order = new Intl.Collator("en-GB", { numeric: true });
    found.sort((a, b) => order.compare(children[a.number], children[b.number]));
  } else {
    found.sort((a, b) => b.kept.length - a.kept.length || a.number - b.number);
  }
  return found;
}

function fits(finding, chosen) {
  if (chosen.rule && String(findings.rule[finding]) !== chosen.rule) return false;
  if (chosen.severity && severityOf(finding) !== chosen.severity) return false;
  return !chosen.table || cellsOf(finding).some((cell) => data.tableNames[cells.tableName[cell]] === chosen.table);
}

function refilter() {
  const chosen = Object.fromEntries(new FormData(filters));
  shown = matching(chosen);
  page = 0;
  perPage = Number(chosen.size);
  const total = shown.reduce((sum, each) => sum + each.kept.length, 0);
  const found = shown.length
    ? `${counted(total, "finding", "findings")} for ${counted(shown.length, ...data.entity)}`
    : "Nothing found fits these filters";
  const narrowed = inWords(chosen);
  keepInAddress(chosen);
  status.textContent = narrowed ? `${found}, narrowed down to ${narrowed}.` : `${found}.`;
  showPage();
}

// What the list is narrowed down to: it is read out with the numbers, and stands on paper where the filters do not.
function inWords(chosen) {
  const parts = [];
  for (const name of ["child", "rule", "severity", "table", "worker", "team"]) {
    if (!chosen[name]) continue;
    const field = filters.elements[name];
    const label = filters.querySelector(`label[for="f-${name}"]`).textContent.toLowerCase();
    parts.push(`${label} ${field.selectedOptions ? field.selectedOptions[0].textContent : chosen[name].trim()}`);
  }
  return parts.join(", ");
}

function showPage() {
  const pages = Math.max(1, Math.ceil(shown.length / perPage));
  const part = shown.slice(page * perPage, (page + 1) * perPage);
  list.replaceChildren(...part.map(childSection));
  document.getElementById("page").textContent = `Page ${(page + 1).toLocaleString("en-GB")} of ${pages.toLocaleString("en-GB")}`;
  document.getElementById("back").disabled = page === 0;
  document.getElementById("on").disabled = page + 1 >= pages;
}

function childSection({ number, kept }) {
  const bySeverity = { error: ["error", "errors"], query: ["query", "queries"], note: ["note", "notes"] };
  const summary = make("summary", {}, make("h3", { text: children[number] }));
  for (const [severity, words] of Object.entries(bySeverity)) {
    const count = kept.filter((finding) => severityOf(finding) === severity).length;
    if (count) summary.append(make("span", { class: `severity ${severity}`, text: counted(count, ...words) }), " ");
  }
  const codes = [...new Set(kept.map((finding) => rules[findings.rule[finding]].code))];
  const more = codes.length > MOST_CODES ? ` and ${codes.length - MOST_CODES} more` : "";
  summary.append(make("span", { class: "codes", text: codes.slice(0, MOST_CODES).join(", ") + more }));
  const contact = [data.workerNames[data.workers[number]], data.teamNames[data.teams[number]]].filter(Boolean);
  if (contact.length) summary.append(soft(contact.join(", ")));
  const section = make("details", { class: "child" }, summary);
  section.addEventListener("toggle", () => fill(section, number, kept));
  return section;
}

function fill(section, number, kept) {
  if (!section.open || section.children.length > 1) return;
  section.append(childBody(number, kept));
  for (const box of section.querySelectorAll(".scroll")) {
    settle(box);
    showFlagged(box);
  }
}

function turn(by) {
  page += by;
  showPage();
  const heading = document.getElementById("children-heading");
  heading.scrollIntoView({ behavior: "instant" });
  heading.focus({ preventScroll: true });
}

function openAll(open) {
  for (const section of list.children) section.open = open;
}

let waiting = 0;
filters.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(refilter, event.target.name === "child" ? 150 : 0);
});
filters.addEventListener("submit", (event) => { event.preventDefault(); refilter(); });
filters.addEventListener("reset", () => { clearTimeout(waiting); waiting = setTimeout(refilter, 0); });
document.getElementById("back").addEventListener("click", () => turn(-1));
document.getElementById("on").addEventListener("click", () => turn(1));
document.getElementById("open").addEventListener("click", () => openAll(true));
document.getElementById("close").addEventListener("click", () => openAll(false));
document.getElementById("meanings").addEventListener("change", (event) => {
  list.classList.toggle("with-meanings", event.target.checked);
  settleAll();
});
// The names in charts lead to the children concerned.
for (const label of document.querySelectorAll("th[data-filter]")) {
  const { filter, value } = label.dataset;
  label.replaceChildren(make("button", { type: "button", class: "plain", "data-filter": filter, "data-value": value, text: label.textContent }));
}
for (const button of document.querySelectorAll("button[data-filter]")) {
  button.addEventListener("click", () => {
    filters.reset();
    clearTimeout(waiting);
    filters.elements[button.dataset.filter].value = button.dataset.value;
    refilter();
    turn(0);
  });
}
let resizing = 0;
// The page grows and shrinks with the window, and with the size of the reader's letters.
new ResizeObserver(() => { clearTimeout(resizing); resizing = setTimeout(settleAll, 200); }).observe(document.body);
for (const each of document.querySelectorAll("details.more")) each.addEventListener("toggle", settleAll);
for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
function goWhereTheAddressLeads() {
  if (!takeFromAddress()) return false;
  clearTimeout(waiting);
  refilter();
  turn(0);
  return true;
}
window.addEventListener("hashchange", goWhereTheAddressLeads);
if (!goWhereTheAddressLeads()) refilter();
settleAll();
