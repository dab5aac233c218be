// The list of children: filters, pages, and the buttons that lead to it.
const PER_PAGE = 25;
const filters = document.getElementById("filters");
const list = document.getElementById("list");
const status = document.getElementById("status");
let shown = [];
let page = 0;

function matching() {
  const chosen = Object.fromEntries(new FormData(filters));
  const text = (chosen.child || "").trim().toUpperCase();
  const found = [];
  children.forEach((child, number) => {
    if (text && !child.toUpperCase().includes(text)) return;
    if (chosen.worker && String(workers[number]) !== chosen.worker) return;
    const kept = findingsOfChild[number].filter((finding) => fits(finding, chosen));
    if (kept.length) found.push({ number, kept });
  });
  return found;
}

function fits(finding, chosen) {
  if (chosen.rule && String(findings.rule[finding]) !== chosen.rule) return false;
  if (chosen.severity && severityOf(finding) !== chosen.severity) return false;
  return !chosen.table || cellsOf(finding).some((cell) => data.tableNames[cells.tableName[cell]] === chosen.table);
}

function refilter() {
  shown = matching();
  page = 0;
  const total = shown.reduce((sum, each) => sum + each.kept.length, 0);
  status.textContent = shown.length
    ? `${counted(total, "finding", "findings")} for ${counted(shown.length, "child", "children")}`
    : "Nothing found fits these filters.";
  showPage();
}

function showPage() {
  const pages = Math.max(1, Math.ceil(shown.length / PER_PAGE));
  const part = shown.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  list.replaceChildren(...part.map(childSection));
  document.getElementById("page").textContent = `Page ${page + 1} of ${pages.toLocaleString("en-GB")}`;
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
  const worker = data.workerNames[workers[number]];
  if (worker) summary.append(make("span", { class: "soft", text: `social worker ${worker}` }));
  const section = make("details", { class: "child" }, summary);
  section.addEventListener("toggle", () => fill(section, number, kept));
  return section;
}

function fill(section, number, kept) {
  if (section.open && section.children.length === 1) section.append(childBody(number, kept));
}

function turn(by) {
  page += by;
  showPage();
  const heading = document.getElementById("children-heading");
  heading.scrollIntoView();
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
for (const button of document.querySelectorAll("button[data-rule]")) {
  button.addEventListener("click", () => {
    filters.reset();
    filters.elements.rule.value = button.dataset.rule;
    turn(0);
  });
}
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("main td details")) each.open = true;
});
for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
refilter();
