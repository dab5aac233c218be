// Starts the language server of lacdsl and hands it the questions of the editor.

const fs = require("fs");
const vscode = require("vscode");
const { locate } = require("./locate");
const { Server } = require("./server");
const { gaveUp, notFound, notStarted } = require("./telling");

// Files of rules, new ones that are not saved yet among them, and the manifests of rulesets.
const selector = [
  { scheme: "file", language: "lacdsl" },
  { scheme: "untitled", language: "lacdsl" },
  { scheme: "file", pattern: "**/ruleset.yaml" },
];
const CHOOSE = { title: "Choose the file", command: "lacdsl.chooseCommand" };
const INSTALL = { title: "How to install it", command: "lacdsl.howToInstall" };
const AGAIN = { title: "Start it again", command: "lacdsl.restart" };
const TRUST = { title: "Trust", command: "workbench.trust.manage" };

let server;
let status;
// Starting and stopping follow upon each other, however fast they are asked for.
let turn = Promise.resolve();

function settings() {
  const held = vscode.workspace.getConfiguration("lacdsl");
  return { command: held.get("command"), data: held.get("data"), lastYear: held.get("lastYear") };
}

function openFolders() {
  return (vscode.workspace.workspaceFolders ?? []).map((each) => each.uri.fsPath);
}

function isFile(name) {
  return fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
}

// A program that comes with a folder is only started when the user has said that the folder is to be trusted.
function located() {
  const folders = vscode.workspace.isTrusted ? openFolders() : [];
  const search = process.env.PATH ?? process.env.Path;
  return locate({ setting: settings().command, folders, platform: process.platform, search, exists: isFile });
}

async function start() {
  const found = located();
  if (found.missing) {
    const untrusted = !vscode.workspace.isTrusted;
    tell(notFound(found.missing, untrusted), [CHOOSE, ...(untrusted ? [TRUST] : []), INSTALL]);
    return;
  }
  const { data, lastYear } = settings();
  const options = { documentSelector: selector, initializationOptions: { data, lastYear } };
  const made = new Server(found, openFolders()[0], options, (said) => tell(gaveUp(said), [AGAIN, INSTALL]));
  show("lacdsl is starting", { busy: true });
  try {
    await made.start();
    server = made;
    show("lacdsl", { detail: found.program });
  } catch (error) {
    tell(notStarted(found.program, error, made.said), [CHOOSE, INSTALL]);
  }
}

async function stop() {
  const ended = server;
  server = undefined;
  await ended?.stop();
}

function restart() {
  turn = turn.then(stop).then(start);
  return turn;
}

// In the status bar, beside the name of the language, while a file of rules is looked at.
function show(text, { detail = "", busy = false, failed = false }) {
  status.text = text;
  status.detail = detail;
  status.busy = busy;
  status.severity = failed ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
  status.command = { title: "Start again", command: "lacdsl.restart" };
}

// Not waited for: it may stand on the screen for long.
async function tell(text, ways) {
  show("lacdsl does not run", { failed: true });
  const picked = await vscode.window.showErrorMessage(text, ...ways.map((way) => way.title));
  const way = ways.find(({ title }) => title === picked);
  if (way) {
    await vscode.commands.executeCommand(way.command);
  }
}

async function chooseCommand() {
  const title = "The file of lacdsl, or of the Python that it was installed with";
  const [file] = (await vscode.window.showOpenDialog({ canSelectMany: false, title })) ?? [];
  if (file) {
    const held = vscode.workspace.getConfiguration("lacdsl");
    await held.update("command", file.fsPath, vscode.ConfigurationTarget.Global);
  }
}

async function chooseDataFolder() {
  const title = "Folder of a return that rules are tried on";
  const [folder] = (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, title })) ?? [];
  if (folder) {
    const held = vscode.workspace.getConfiguration("lacdsl");
    await held.update("data", folder.fsPath, vscode.ConfigurationTarget.Global);
  }
}

async function settingsChanged(change) {
  if (change.affectsConfiguration("lacdsl.command")) {
    await restart();
  } else if (change.affectsConfiguration("lacdsl") && server) {
    const { data, lastYear } = settings();
    await vscode.commands.executeCommand("lacdsl.chooseData", data, lastYear);
  }
}

function activate(context) {
  const readme = vscode.Uri.joinPath(context.extensionUri, "readme.md");
  const howToInstall = () => vscode.commands.executeCommand("markdown.showPreview", readme);
  status = vscode.languages.createLanguageStatusItem("lacdsl.server", selector);
  status.name = "lacdsl";
  context.subscriptions.push(
    status,
    vscode.commands.registerCommand("lacdsl.chooseDataFolder", chooseDataFolder),
    vscode.commands.registerCommand("lacdsl.chooseCommand", chooseCommand),
    vscode.commands.registerCommand("lacdsl.howToInstall", howToInstall),
    vscode.commands.registerCommand("lacdsl.restart", restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration(settingsChanged),
  );
  restart();
}

function deactivate() {
  turn = turn.then(stop);
  return turn;
}

module.exports = { activate, deactivate };
