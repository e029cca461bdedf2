// Search on a page opened from disk: browsers start no worker there, so the theme's search script runs in a
// frame of its own instead, and the two exchange the same messages. Elsewhere nothing is changed.
(() => {
  if (location.protocol !== "file:") return;
  window.Worker = window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.srcdoc = "<!doctype html><title>Search</title>";
      this.frame.onload = () => this.load(url);
      document.body.append(this.frame);
    }
    load(url) {
      const inside = this.frame.contentWindow;
      const here = new URL(url, location.href).href;
      const add = (address) =>
        new Promise((done) => {
          const script = inside.document.createElement("script");
          script.src = new URL(address, here).href;
          script.onload = done;
          inside.document.head.append(script);
        });
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      inside.importScripts = (...all) => Promise.all(all.map(add));
      add(here).then(() => {
        this.inside = inside;
        this.waiting.forEach((data) => this.postMessage(data));
      });
    }
    postMessage(data) {
      if (this.inside) this.inside.dispatchEvent(new MessageEvent("message", { data }));
      else this.waiting.push(data);
    }
    terminate() {
      this.frame.remove();
    }
  };
})();
