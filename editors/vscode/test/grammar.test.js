// The colours of an official kind of rule, as the editor works them out.

const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const GRAMMAR = path.join(__dirname, "..", "syntaxes", "lacdsl.tmLanguage.json");
const RULE = `# moved too early
rule 387-A "Moved {before} 14"
  for each Episode
  where    REC in {E5, E6} and previous.LS differs from LS
  must     DEC >= Header.DOB + 14 years and left(URN, 2) = "SC"
  severity query
  message  "Left on {DEC}"

  example "on the day"
    | Episode | CHILD | DEC        |
    | fails   | 1     | 31/05/2025 |
    | passes  | 2     | start - 1 day |
replace parameter gap = 6 months
`;

async function tokens() {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer;
  await oniguruma.loadWASM(wasm);
  const onigLib = Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  });
  const loadGrammar = async () => textmate.parseRawGrammar(fs.readFileSync(GRAMMAR, "utf8"), GRAMMAR);
  const grammar = await new textmate.Registry({ onigLib, loadGrammar }).loadGrammar("source.lacdsl");
  const found = [];
  let stack = textmate.INITIAL;
  for (const line of RULE.split("\n")) {
    const made = grammar.tokenizeLine(line, stack);
    stack = made.ruleStack;
    for (const each of made.tokens) {
      found.push([line.slice(each.startIndex, each.endIndex).trim(), each.scopes.at(-1)]);
    }
  }
  return found;
}

test("every word has the colour of what it is", async () => {
  const found = await tokens();
  const wanted = {
    "# moved too early": "comment.line",
    rule: "storage.type",
    "387-A": "entity.name.function",
    "for each": "keyword.control",
    Episode: "variable.other",
    where: "keyword.control",
    previous: "keyword.other",
    "differs from": "keyword.operator.wordlike",
    and: "keyword.operator.wordlike.logical",
    left: "support.function",
    query: "constant.language.severity",
    "{DEC}": "variable.other",
    fails: "markup.deleted",
    passes: "markup.inserted",
    "31/05/2025": "constant.numeric.date",
    "start - 1 day": "constant.numeric.date",
    replace: "storage.modifier",
    parameter: "storage.type",
    gap: "entity.name.type",
    months: "keyword.operator.wordlike",
  };
  for (const [word, scope] of Object.entries(wanted)) {
    const scopes = found.filter(([text]) => text === word).map(([, each]) => each);
    assert.ok(scopes.some((each) => each.startsWith(scope)), `${word}: ${scopes}`);
  }
});
