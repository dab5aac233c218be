// Starts the language server of lacdsl and hands it the questions of the editor.

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

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

async function start() {
  const { command, data, lastYear } = settings();
  client = new LanguageClient(
    "lacdsl",
    "lacdsl rules",
    { command, args: ["lsp"], transport: TransportKind.stdio },
    { documentSelector: selector, initializationOptions: { data, lastYear } },
  );
  try {
    await client.start();
  } catch (error) {
    const text = `The lacdsl command could not be started (${error.message}). Set its path in the settings: lacdsl.command.`;
    vscode.window.showErrorMessage(text);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running && running.isRunning()) {
    await running.stop();
  }
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

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("lacdsl.chooseDataFolder", chooseDataFolder),
    vscode.commands.registerCommand("lacdsl.restart", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("lacdsl.command")) {
        await stop();
        await start();
      } else if (change.affectsConfiguration("lacdsl") && client && client.isRunning()) {
        const { data, lastYear } = settings();
        await vscode.commands.executeCommand("lacdsl.chooseData", data, lastYear);
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
