// One child: what was found, and the child's rows of all tables with the flagged cells marked and explained.
function childBody(child, shownFindings) {
  const body = make("div");
  const hidden = findingsOfChild[child].length - shownFindings.length;
  if (hidden > 0) {
    const text = `The filters hide ${counted(hidden, "more finding", "more findings")} of this ${data.entity[0]}.`;
    body.append(make("p", { class: "soft", text }));
  }
  body.append(make("h4", { text: "What was found" }), rulesConcerned(shownFindings));
  const { byRow, elsewhere } = flaggedRows(shownFindings);
  const [marked, others] = [[], []];
  tables.forEach((table, number) => {
    const flagged = byRow.get(number) || new Map();
    const rows = [...new Set([...rowsOf(child, number), ...flagged.keys()])].sort((a, b) => a - b);
    if (rows.length) (flagged.size ? marked : others).push(tableOf(number, rows, flagged));
  });
  if (marked.length) body.append(make("h4", { text: "Where it was found" }), ...marked);
  if (elsewhere.length) body.append(make("h4", { text: "Not in the rows shown here" }), plainList(elsewhere));
  if (others.length) body.append(make("h4", { text: `What else the return says of this ${data.entity[0]}` }), ...others);
  const commands = asking(shownFindings);
  if (commands.length) {
    body.append(make("details", { class: "more" }, make("summary", { text: "For analysts: the commands that say why" }),
      make("p", { class: "soft", text: data.askedHow }), make("pre", { class: "scroll", text: commands.join("\n") })));
  }
  return body;
}

// The commands that explain these findings; without a row, the first rows that fail the rule are explained.
function asking(list) {
  const commands = list.map((finding) => {
    const cell = findings.start[finding];
    const table = cells.row[cell] < 0 ? undefined : tables[cells.table[cell]];
    const place = table ? table.askedBy.replace("?", (table.row || table.line)[cells.row[cell]]) : "";
    return ["lacdsl explain", rules[findings.rule[finding]].code, "FOLDER", place, data.askedWith].filter(Boolean).join(" ");
  });
  return [...new Set(commands)];
}

function rulesConcerned(list) {
  const counts = new Map();
  for (const finding of list) counts.set(findings.rule[finding], (counts.get(findings.rule[finding]) || 0) + 1);
  const items = [...counts].map(([number, count]) => {
    const rule = rules[number];
    const item = make("li", {}, severityMark(rule.severity), make("b", { text: ` ${rule.code} ` }), rule.title);
    if (count > 1) item.append(` (${count} times)`);
    const places = placesOf(list.filter((finding) => findings.rule[finding] === number));
    if (places) item.append(soft(` (${places})`));
    if (rule.fix) item.append(make("br"), `What to do: ${ended(rule.fix)} `);
    else if (rule.because) item.append(make("br"));
    if (rule.because) item.append(soft(ended(rule.because)));
    if (rule.layer) item.append(make("br"), soft(`A rule of ${rule.layer}`));
    return item;
  });
  return make("ul", {}, ...items);
}

// The files and lines on which findings stand, each line once: "episodes.csv, lines 7 and 9".
function placesOf(list) {
  const linesOf = new Map();
  for (const cell of new Set(list.flatMap(cellsOf))) {
    const table = cells.row[cell] < 0 ? undefined : tables[cells.table[cell]];
    if (!table || !table.line.length) continue;
    const file = table.year === "this year" ? nameOf(table) : `${nameOf(table)} of ${table.year}`;
    if (!linesOf.has(file)) linesOf.set(file, new Set());
    linesOf.get(file).add(table.line[cells.row[cell]]);
  }
  return [...linesOf].map(([file, held]) => {
    const lines = [...held].sort((a, b) => a - b);
    const most = lines.slice(0, MOST_LINES).join(", ");
    const more = lines.length > MOST_LINES ? ` and ${lines.length - MOST_LINES} more` : "";
    return `${file}, ${lines.length === 1 ? "line" : "lines"} ${most}${more}`;
  }).join("; ");
}

function nameOf(table) {
  return table.file || table.title;
}

function severityMark(severity) {
  return make("span", { class: `severity ${severity}`, text: severity });
}

// For every table the flagged rows, each with its flagged columns and the findings about it.
function flaggedRows(list) {
  const byRow = new Map();
  const elsewhere = [];
  for (const finding of list) {
    let placed = false;
    for (const cell of cellsOf(finding)) {
      const [table, row, column] = [cells.table[cell], cells.row[cell], cells.column[cell]];
      if (row < 0) continue;
      placed = true;
      if (!byRow.has(table)) byRow.set(table, new Map());
      const rowsHere = byRow.get(table);
      if (!rowsHere.has(row)) rowsHere.set(row, { columns: new Set(), found: new Set() });
      rowsHere.get(row).columns.add(column);
      rowsHere.get(row).found.add(finding);
    }
    if (!placed) elsewhere.push(finding);
  }
  return { byRow, elsewhere };
}

function tableOf(number, rows, flagged) {
  const table = tables[number];
  const lines = table.line.length > 0;
  const title = `${table.title}, ${table.year}${table.file && !table.title.includes(`(${table.file})`) ? ` (${table.file})` : ""}`;
  const head = make("tr");
  if (lines) head.append(make("th", { scope: "col", text: "Line" }));
  for (const column of table.columns) {
    const cell = make("th", { scope: "col" }, ...breakable(names[column.name]));
    if (column.title) cell.append(make("span", { class: "named", text: column.title }));
    head.append(cell);
  }
  const body = make("tbody");
  for (const row of rows) {
    const about = flagged.get(row);
    const line = make("tr");
    if (lines) line.append(make("th", { scope: "row", class: "n", text: table.line[row] }));
    for (const column of table.columns) line.append(cellOf(column, row, about));
    body.append(line);
    if (about) body.append(whyRow(table, row, about, table.columns.length + (lines ? 1 : 0)));
  }
  const made = make("table", {}, make("caption", {}, make("span", { text: title })), make("thead", {}, head), body);
  return make("div", { class: "scroll", role: "group", "aria-label": title }, made);
}

function cellOf(column, row, about) {
  const code = column.codes[row];
  const text = code < 0 ? "" : column.values[code];
  const flagged = Boolean(about) && about.columns.has(column.name);
  const cell = make("td");
  if (flagged) {
    cell.className = "flagged";
    const mark = make("mark", { text: text || "(blank)" });
    if (!text) mark.className = "blank";
    cell.append(make("span", { class: "unseen", text: "flagged: " }), mark);
  } else {
    cell.textContent = text;
  }
  if (column.read && column.read[code] !== undefined) {
    cell.append(make("span", { class: "named", text: `read as ${column.read[code] || "blank"}` }));
  }
  const meaning = meaningOf(column, text);
  if (meaning) cell.append(make("span", { class: "meaning", text: meaning }));
  return cell;
}

// The row below a flagged one: what is wrong with it, and what the codes in question mean.
function whyRow(table, row, about, width) {
  const items = [...about.found].map(findingItem);
  const flagged = table.columns.filter((column) => about.columns.has(column.name));
  const meanings = flagged.map((column) => {
    const text = column.codes[row] < 0 ? "" : column.values[column.codes[row]];
    const meaning = meaningOf(column, text);
    return meaning && `${names[column.name]} ${text.trim()}: ${meaning}`;
  }).filter(Boolean);
  if (meanings.length) items.push(make("li", {}, soft(meanings.join("; "))));
  const lists = flagged.filter((column) => column.list !== undefined).map(listOfCodes);
  if (lists.length) items.push(make("li", { class: "lists" }, ...lists));
  return make("tr", { class: "why" }, make("td", { colspan: width }, make("ul", {}, ...items)));
}

// What may stand in a column: its codes, folded away until they are asked for.
function listOfCodes(column) {
  const items = Object.entries(data.codes[column.list]).map(([code, meaning]) => make("li", {}, make("b", { text: code }), ` ${meaning}`));
  return make("details", {}, make("summary", { text: `Codes of ${names[column.name]}` }), make("ul", {}, ...items));
}

// A finding with its message and the cells it is about: their values stand here too, as the row may be wider than the screen.
function findingItem(finding) {
  const rule = rules[findings.rule[finding]];
  const item = make("li", {}, severityMark(rule.severity), make("b", { text: ` ${rule.code} ` }));
  item.append(messages[findings.message[finding]] || rule.title);
  const about = cellsOf(finding).filter((cell) => names[cells.column[cell]])
    .map((cell) => `${names[cells.column[cell]]} = ${shownValue(values[cells.value[cell]])}`);
  const seen = [...new Set(about)];
  const more = seen.length > MOST_LINES ? ` and ${seen.length - MOST_LINES} more` : "";
  if (seen.length) item.append(soft(` (${seen.slice(0, MOST_LINES).join("; ")}${more})`));
  return item;
}

function plainList(list) {
  return make("ul", {}, ...list.map(findingItem));
}
