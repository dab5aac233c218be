// The language server as a process, and the client that speaks with it.

const { spawn } = require("child_process");
const { CloseAction, ErrorAction, LanguageClient, State } = require("vscode-languageclient/node");

// It is started again when it ends, unless it has ended this often within so many milliseconds.
const OFTEN = 4;
const WITHIN = 180_000;

/** A client that leaves it to us to tell what goes wrong at the start, and that it ended. */
class Client extends LanguageClient {
  error(message, data, show) {
    super.error(message, data, this.state === State.Running ? show : false);
  }
}

/** A server of one program; `gaveUp` is called when it ends again and again. */
class Server {
  constructor({ program, args }, cwd, options, gaveUp) {
    this.said = "";
    this.ends = [];
    this.gaveUp = gaveUp;
    this.started = false;
    this.client = new Client("lacdsl", "lacdsl rules", () => this.run(program, args, cwd), {
      ...options,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
    });
  }

  /** Resolves once the server answers; rejects when it cannot be started, or ends before that. */
  async start() {
    await this.client.start();
    this.started = true;
  }

  async stop() {
    this.gaveUp = () => {};
    if (this.client.isRunning()) {
      await this.client.stop();
    }
  }

  run(program, args, cwd) {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd });
      this.said = "";
      child.stderr.on("data", (data) => {
        this.said = `${this.said}${data}`.slice(-4000);
      });
      child.once("error", reject);
      child.once("spawn", () => resolve(child));
    });
  }

  closed() {
    const now = Date.now();
    this.ends = [...this.ends.filter((each) => now - each < WITHIN), now];
    if (this.started && this.ends.length <= OFTEN) {
      return { action: CloseAction.Restart, handled: true };
    }
    if (this.started) {
      this.gaveUp(this.said);
    }
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}

module.exports = { Server };
