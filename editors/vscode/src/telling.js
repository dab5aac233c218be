// What is said when there is no server.

const { SEARCHED } = require("./locate");

const PLAIN = "Rules are coloured, but not checked.";

/** `missing` was not found; `untrusted` tells that the open folder may hold it, and is not trusted. */
function notFound(missing, untrusted) {
  if (missing !== SEARCHED) {
    return `The setting lacdsl.command says ${missing}, and there is no such file. ${PLAIN} Choose the file of lacdsl.`;
  }
  const trust = untrusted ? " If it lies in the .venv of this folder, it is used once you trust the folder." : "";
  return `lacdsl was not found. ${PLAIN} If it is installed, choose its file.${trust}`;
}

/** `program` could not be started, or ended at once; `said` is what it had to say. */
function notStarted(program, error, said) {
  if (error && error.code && error.syscall) {
    return `${program} could not be started (${error.code}). ${PLAIN} Where it is blocked, choose your Python in its place.`;
  }
  const why = said.trim() ? `It said: ${shortened(said.trim())}` : "It said nothing: is it lacdsl?";
  return `${program} was started, but gave no language server. ${PLAIN} ${why}`;
}

/** The server ended again and again. */
function gaveUp(said) {
  const why = said.trim() ? ` It said last: ${shortened(said.trim())}` : "";
  return `The language server of lacdsl has ended several times, and is left alone now. ${PLAIN}${why}`;
}

function shortened(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 300 ? `… ${line.slice(-300)}` : line;
}

module.exports = { notFound, notStarted, gaveUp };
