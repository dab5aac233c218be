// Which program is started: what the setting names, the .venv of an open folder, or what the system's path holds.

const path = require("path");

// Started by its whole path only: a bare name would have Windows look into the open folder first.
const PYTHON = /^(python|py)[\d.]*(\.exe)?$/i;
const SEARCHED = "lacdsl";

/**
 * What to start, as `{ program, args }`, or `{ missing }` with the name of what is not there. `setting` is what the user
 * wrote; `folders` are those that are open, none that are not trusted; `exists` tells whether there is a file.
 */
function locate({ setting, folders, platform, search, exists }) {
  const on = platform === "win32" ? path.win32 : path.posix;
  const written = (setting ?? "").trim().replace(/^"(.*)"$/, "$1") || SEARCHED;
  const found = candidates({ written, folders, search, on }).find((each) => on.isAbsolute(each) && exists(each));
  return found ? { program: found, args: args(on.basename(found)) } : { missing: written };
}

function candidates({ written, folders, search, on }) {
  const windows = on === path.win32;
  const file = windows ? "lacdsl.exe" : "lacdsl";
  const inside = [".venv", windows ? "Scripts" : "bin", file];
  if (on.isAbsolute(written)) {
    return [written, on.join(written, file), on.join(written, inside[1], file), on.join(written, ...inside)];
  }
  if (/[\\/]/.test(written)) {
    return folders.map((folder) => on.join(folder, written));
  }
  const name = windows && !/\.exe$/i.test(written) ? `${written}.exe` : written;
  const searched = (search ?? "").split(on.delimiter).map((folder) => on.join(folder.replace(/^"(.*)"$/, "$1"), name));
  const own = written === SEARCHED ? folders.map((folder) => on.join(folder, ...inside)) : [];
  return [...own, ...searched];
}

// A Python runs lacdsl as a module of its own, and none that lies in the open folder.
function args(name) {
  return PYTHON.test(name) ? ["-P", "-m", "lacdsl", "lsp"] : ["lsp"];
}

module.exports = { locate, SEARCHED };
