const assert = require("node:assert");
const test = require("node:test");
const { failure, locate } = require("../src/locate");

const nothing = () => false;

test("the setting counts first", () => {
  const setting = "C:\\tools\\lacdsl.exe";
  assert.equal(locate({ setting, folders: ["C:\\work"], platform: "win32", exists: () => true }), setting);
});

test("then the .venv of an open folder, where there is one", () => {
  const file = "C:\\work\\.venv\\Scripts\\lacdsl.exe";
  const exists = (name) => name === file;
  assert.equal(locate({ setting: "lacdsl", folders: ["C:\\other", "C:\\work"], platform: "win32", exists }), file);
  assert.equal(
    locate({ setting: "", folders: ["/home/ann/rules"], platform: "linux", exists: () => true }),
    "/home/ann/rules/.venv/bin/lacdsl",
  );
});

test("then what the system finds", () => {
  assert.equal(locate({ setting: undefined, folders: [], platform: "win32", exists: nothing }), "lacdsl");
});

test("what is said tells a command that is not there from one without a server", () => {
  assert.match(failure("lacdsl", { code: "ENOENT" }), /not found.*pip install "lacdsl\[lsp\]"/);
  assert.match(failure("/x/lacdsl", { code: "ENOENT" }), /no file \/x\/lacdsl/);
  assert.match(failure("lacdsl", new Error("ended")), /did not start.*lacdsl\[lsp\]/);
});
