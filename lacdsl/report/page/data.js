// The findings as they lie in the page, and quick ways to look them up. Everything is held in columns: entry i of
// `findings.rule` is the number of the rule of finding i, and its cells run from `start[i]` to `start[i + 1]`.
const data = JSON.parse(document.getElementById("data").textContent);
const { rules, children, messages, names, values, tables, findings, cells } = data;

const MOST_LINES = 12;
const MOST_CODES = 8;
const LONGEST_VALUE = 200;

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

// A long name of a column, which may go on in a second line where a word in it ends.
function breakable(name) {
  const parts = name.split(/(?<=_)|(?<=[a-z])(?=[A-Z])/u);
  return parts.flatMap((part, place) => (place ? [make("wbr"), part] : [part]));
}

function ended(sentence) {
  return /[.?!]$/u.test(sentence) ? sentence : `${sentence}.`;
}

function shownValue(text) {
  if (!text) return "(blank)";
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}...` : text;
}

// A box that can be scrolled sideways can be reached by keyboard; one with nothing to scroll is no stop on the way.
function settle(box) {
  if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

// A table that is wider than its box begins where the first flagged cell can be seen.
function showFlagged(box) {
  const first = box.querySelector("td.flagged");
  if (!first) return;
  const head = box.querySelector("tbody th");
  const hidden = first.offsetLeft + first.offsetWidth - box.clientWidth;
  if (hidden > 0) box.scrollLeft = first.offsetLeft - (head ? head.offsetWidth : 0);
}

function settleAll() {
  for (const box of document.querySelectorAll(".scroll")) settle(box);
}
