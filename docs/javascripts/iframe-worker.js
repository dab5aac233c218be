/*
 * Lets the search of the manual work when its pages are opened from a folder on disk.
 *
 * Browsers refuse to start a worker from a file:// address. The search needs one, so there a hidden frame stands in for
 * it: the script of the worker runs in the frame, and messages go to and fro as events. On a server this does nothing.
 */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.frame = frame;

      const inside = frame.contentWindow;
      const page = frame.contentDocument;
      const load = (source) =>
        new Promise((resolve, reject) => {
          const script = page.createElement("script");
          script.src = new URL(source, location.href).href;
          script.onload = resolve;
          script.onerror = () => reject(new Error(`cannot load ${source}`));
          page.head.append(script);
        });

      page.open();
      page.write("<!doctype html><title>search</title>");
      page.close();
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      inside.importScripts = (...sources) => sources.reduce((done, next) => done.then(() => load(next)), Promise.resolve());
      this.ready = load(address);
    }

    postMessage(data) {
      this.ready.then(() => {
        const inside = this.frame.contentWindow;
        inside.dispatchEvent(new inside.MessageEvent("message", { data }));
      });
    }

    terminate() {
      this.frame.remove();
    }
  };
}
