// What the list is narrowed down to stands in the address, so that a link can lead there, and a reload keeps it. Only
// rule, severity and table: browsers remember addresses, and none of them is to name a child, a worker or a team.
const SHOWS = "#show?";

function addressOf(chosen) {
  const told = new URLSearchParams();
  if (chosen.rule) told.set("rule", rules[chosen.rule].code);
  for (const name of ["severity", "table"]) if (chosen[name]) told.set(name, chosen[name]);
  const words = String(told);
  return words && SHOWS + words;
}

function keepInAddress(chosen) {
  const wanted = addressOf(chosen);
  if (wanted === location.hash || (!wanted && !location.hash.startsWith(SHOWS))) return;
  history.replaceState(null, "", wanted || location.pathname + location.search);
}

// Narrows the list down to what the address says. What it names and the page does not have is let be.
function takeFromAddress() {
  if (!location.hash.startsWith(SHOWS)) return false;
  const told = new URLSearchParams(location.hash.slice(SHOWS.length));
  const number = rules.findIndex((rule) => rule.code === told.get("rule"));
  const wanted = { rule: String(number), severity: told.get("severity"), table: told.get("table") };
  filters.reset();
  for (const [name, value] of Object.entries(wanted)) {
    const field = filters.elements[name];
    if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
  return true;
}
