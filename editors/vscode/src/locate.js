// Which command starts lacdsl: the setting, the .venv of an open folder, or the name for the system to find.

const path = require("path");

/**
 * What to start. `setting` is what the user wrote; `folders` are those that are open, none that are not trusted; `exists`
 * tells whether there is a file.
 */
function locate({ setting, folders, platform, exists }) {
  const written = (setting ?? "").trim();
  if (written && written !== "lacdsl") {
    return written;
  }
  const { join } = platform === "win32" ? path.win32 : path.posix;
  const inside = platform === "win32" ? ["Scripts", "lacdsl.exe"] : ["bin", "lacdsl"];
  const found = folders.map((folder) => join(folder, ".venv", ...inside)).find(exists);
  return found ?? "lacdsl";
}

/** What to tell the user when it could not be started. */
function failure(command, error) {
  if (error && error.code === "ENOENT") {
    const where = command === "lacdsl" ? "lacdsl was not found" : `There is no file ${command}`;
    return `${where}. Rules are coloured, but not checked. Install it with: pip install "lacdsl[lsp]", or choose its file.`;
  }
  return `${command} was found, but its language server did not start. Does it come with the server? pip install "lacdsl[lsp]"`;
}

module.exports = { locate, failure };
