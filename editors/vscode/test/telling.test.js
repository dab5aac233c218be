const assert = require("node:assert");
const test = require("node:test");
const { gaveUp, notFound, notStarted } = require("../src/telling");

test("what is not found is named, with what to do", () => {
  assert.match(notFound("lacdsl", false), /^lacdsl was not found\..*choose its file\.$/);
  assert.match(notFound("lacdsl", true), /once you trust the folder/);
  assert.match(notFound("C:\\x\\lacdsl.exe", false), /setting lacdsl.command says C:\\x\\lacdsl\.exe/);
});

test("a program that is blocked is told from one without a server", () => {
  const blocked = Object.assign(new Error("no"), { code: "EACCES", syscall: "spawn" });
  assert.match(notStarted("/x/lacdsl", blocked, ""), /could not be started \(EACCES\).*choose your Python/);
  const said = "error[A908]: needs a package\n  help: install it\n";
  assert.match(notStarted("/x/lacdsl", new Error("ended"), said), /It said: error\[A908\]: needs a package help: install it$/);
  assert.match(notStarted("/bin/true", new Error("ended"), ""), /is it lacdsl\?/);
});

test("of much that was said the end is shown", () => {
  const text = gaveUp(`${"x".repeat(5000)} MemoryError`);
  assert.ok(text.length < 500);
  assert.match(text, /MemoryError$/);
});

test("nobody is sent to a package of a stranger's", () => {
  for (const text of [notFound("lacdsl", false), notStarted("lacdsl", new Error(), ""), gaveUp("")]) {
    assert.doesNotMatch(text, /pip install "?lacdsl/);
  }
});
