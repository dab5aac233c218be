// The findings as they lie in the page, and quick ways to look them up. Everything is held in columns: entry i of
// `findings.rule` is the number of the rule of finding i, and its cells run from `start[i]` to `start[i + 1]`.
const data = JSON.parse(document.getElementById("data").textContent);
const { rules, children, messages, names, values, tables, findings, cells } = data;

const findingsOfChild = children.map(() => []);
findings.child.forEach((child, finding) => findingsOfChild[child].push(finding));

// Row numbers of every table by child; made when the first child is opened.
let rowsOfChild = null;
function rowsOf(child, table) {
  if (rowsOfChild === null) {
    rowsOfChild = tables.map((held) => {
      const found = new Map();
      held.child.forEach((owner, row) => {
        if (found.has(owner)) found.get(owner).push(row);
        else found.set(owner, [row]);
      });
      return found;
    });
  }
  return rowsOfChild[table].get(child) || [];
}

function cellsOf(finding) {
  const found = [];
  for (let at = findings.start[finding]; at < findings.start[finding + 1]; at += 1) found.push(at);
  return found;
}

// An element with text and children. Text is only ever set as text, never as markup.
function make(tag, { text, ...attributes } = {}, ...inside) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

function soft(text) {
  return make("span", { class: "soft", text });
}

function counted(count, one, many) {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

function severityOf(finding) {
  return rules[findings.rule[finding]].severity;
}

// What a code means, in the words of the data model.
function meaningOf(column, text) {
  if (column.list === undefined) return "";
  const codes = data.codes[column.list];
  const code = text.trim().toUpperCase();
  return Object.hasOwn(codes, code) ? codes[code] : "";
}

// A box that can be scrolled sideways can be reached by keyboard; one with nothing to scroll is no stop on the way.
function settle(box) {
  if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

function settleAll() {
  for (const box of document.querySelectorAll(".scroll")) settle(box);
}
