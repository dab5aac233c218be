// Starts the language server of lacdsl and hands it the questions of the editor.

const { spawn } = require("child_process");
const fs = require("fs");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { failure, locate } = require("./locate");

// Files of rules, new ones that are not saved yet among them, and the manifests of rulesets.
const selector = [
  { scheme: "file", language: "lacdsl" },
  { scheme: "untitled", language: "lacdsl" },
  { scheme: "file", pattern: "**/ruleset.yaml" },
];

let client;

function settings() {
  const held = vscode.workspace.getConfiguration("lacdsl");
  return { command: held.get("command"), data: held.get("data"), lastYear: held.get("lastYear") };
}

function openFolders() {
  return (vscode.workspace.workspaceFolders ?? []).map((each) => each.uri.fsPath);
}

// A program that comes with a folder is only started when the user has said that the folder is to be trusted.
function command() {
  const folders = vscode.workspace.isTrusted ? openFolders() : [];
  return locate({ setting: settings().command, folders, platform: process.platform, exists: fs.existsSync });
}

// The server as a process; an error when there is no such program.
function running(program) {
  return new Promise((resolve, reject) => {
    const [cwd] = openFolders();
    const child = spawn(program, ["lsp"], { cwd });
    child.once("error", reject);
    child.once("spawn", () => resolve(child));
  });
}

async function start() {
  const program = command();
  const { data, lastYear } = settings();
  client = new LanguageClient("lacdsl", "lacdsl rules", () => running(program), {
    documentSelector: selector,
    initializationOptions: { data, lastYear },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    await tell(program, error);
  }
}

async function tell(program, error) {
  const choose = "Choose the file";
  const settingsPage = "Open the settings";
  const picked = await vscode.window.showErrorMessage(failure(program, error), choose, settingsPage);
  if (picked === settingsPage) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "lacdsl.command");
  } else if (picked === choose) {
    const [file] = (await vscode.window.showOpenDialog({ canSelectMany: false, title: "The lacdsl command" })) ?? [];
    if (file) {
      const held = vscode.workspace.getConfiguration("lacdsl");
      await held.update("command", file.fsPath, vscode.ConfigurationTarget.Global);
    }
  }
}

async function stop() {
  const ended = client;
  client = undefined;
  if (ended && ended.isRunning()) {
    await ended.stop();
  }
}

async function restart() {
  await stop();
  await start();
}

async function chooseDataFolder() {
  const title = "Folder of a return that rules are tried on";
  const [folder] = (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, title })) ?? [];
  if (!folder) {
    return;
  }
  const held = vscode.workspace.getConfiguration("lacdsl");
  await held.update("data", folder.fsPath, vscode.ConfigurationTarget.Global);
}

function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("lacdsl.chooseDataFolder", chooseDataFolder),
    vscode.commands.registerCommand("lacdsl.restart", restart),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("lacdsl.command")) {
        await restart();
      } else if (change.affectsConfiguration("lacdsl") && client && client.isRunning()) {
        const { data, lastYear } = settings();
        await vscode.commands.executeCommand("lacdsl.chooseData", data, lastYear);
      }
    }),
  );
  // Not waited for: what is said when there is no server may stand on the screen for long.
  start();
}

module.exports = { activate, deactivate: stop };
