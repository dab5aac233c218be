const assert = require("node:assert");
const test = require("node:test");
const { locate } = require("../src/locate");

const LACDSL = ["lsp"];
const MODULE = ["-P", "-m", "lacdsl", "lsp"];

function found({ setting = "lacdsl", folders = [], platform = "win32", search = "", files = [] }) {
  return locate({ setting, folders, platform, search, exists: (name) => files.includes(name) });
}

test("the setting counts first, also as Windows copies a path", () => {
  const program = "C:\\tools\\lacdsl.exe";
  const files = [program, "C:\\work\\.venv\\Scripts\\lacdsl.exe"];
  assert.deepEqual(found({ setting: program, folders: ["C:\\work"], files }), { program, args: LACDSL });
  assert.deepEqual(found({ setting: `"${program}"`, files }), { program, args: LACDSL });
  assert.deepEqual(found({ setting: "C:\\work", files }).program, files[1]);
});

test("then the .venv of an open folder, where there is one", () => {
  const program = "C:\\work\\.venv\\Scripts\\lacdsl.exe";
  const files = [program, "D:\\tools\\lacdsl.exe"];
  assert.deepEqual(found({ folders: ["C:\\other", "C:\\work"], search: "D:\\tools", files }), { program, args: LACDSL });
  const posix = "/home/ann/rules/.venv/bin/lacdsl";
  assert.equal(found({ setting: "", folders: ["/home/ann/rules"], platform: "linux", files: [posix] }).program, posix);
});

test("then what the system's path holds, by its whole path", () => {
  const files = ["C:\\b\\lacdsl.exe"];
  assert.equal(found({ search: 'C:\\a;"C:\\b"', files }).program, "C:\\b\\lacdsl.exe");
  assert.equal(found({ search: "/a:/b", platform: "linux", files: ["/b/lacdsl"] }).program, "/b/lacdsl");
});

test("a program of the open folder is never started by a bare name", () => {
  const files = ["lacdsl.exe", ".\\lacdsl.exe", "bin\\lacdsl.exe"];
  assert.deepEqual(found({ search: ";.;bin", files }), { missing: "lacdsl" });
  assert.deepEqual(found({ setting: "bin\\lacdsl.exe", files }), { missing: "bin\\lacdsl.exe" });
  const inside = { setting: "bin/lacdsl", platform: "linux", files: ["/rules/bin/lacdsl"] };
  assert.equal(found({ ...inside, folders: ["/rules"] }).program, "/rules/bin/lacdsl");
});

test("a Python starts lacdsl as a module, and none of the open folder", () => {
  for (const name of ["python.exe", "py.exe", "Python3.12.exe"]) {
    const program = `C:\\Python312\\${name}`;
    assert.deepEqual(found({ setting: program, files: [program] }), { program, args: MODULE });
  }
  assert.deepEqual(found({ setting: "/usr/bin/pytest", platform: "linux", files: ["/usr/bin/pytest"] }).args, LACDSL);
});

test("what is not there is named", () => {
  assert.deepEqual(found({ setting: "C:\\x\\lacdsl.exe" }), { missing: "C:\\x\\lacdsl.exe" });
  assert.deepEqual(found({ setting: undefined }), { missing: "lacdsl" });
});
