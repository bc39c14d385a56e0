// The camera reads codes; whatever keeps it from doing so is said, and the field below always works.
const FORMATS = ["qr_code", "ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "data_matrix"];

class CodeScanner extends HTMLElement {
  #stream = null;

  connectedCallback() {
    this.video = this.querySelector("video");
    this.button = this.querySelector(".scanner__start");
    this.state = this.querySelector(".scanner__state");
    if (!navigator.mediaDevices?.getUserMedia) { this.#say("missing"); return; }
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.#start());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#stop(); });
  }

  disconnectedCallback() { this.#stop(); }

  async #start() {
    this.button.disabled = true;
    try {
      const detector = await this.#detector();
      if (!detector) { this.#say("unable"); this.button.hidden = true; return; }
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      this.video.srcObject = this.#stream;
      this.video.hidden = false;
      this.button.hidden = true;
      await this.video.play();
      this.#say("looking");
      await this.#look(detector);
    } catch (error) {
      this.#stop();
      this.#say(error?.name === "NotFoundError" ? "missing" : "refused");
      this.querySelector("#typed").focus();
    } finally {
      this.button.disabled = false;
    }
  }

  async #detector() {
    if ("BarcodeDetector" in window) {
      const known = await BarcodeDetector.getSupportedFormats();
      const formats = FORMATS.filter((format) => known.includes(format));
      if (formats.length) return new BarcodeDetector({ formats });
    }
    return null;
  }

  async #look(detector) {
    while (this.#stream) {
      const [found] = await detector.detect(this.video).catch(() => []);
      if (found?.rawValue) {
        this.#stop();
        navigator.vibrate?.(40);
        location.assign(`${this.dataset.target}?code=${encodeURIComponent(found.rawValue)}`);
        return;
      }
      await new Promise((resume) => setTimeout(resume, 120));
    }
  }

  #stop() {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.video.hidden = true;
    this.button.hidden = false;
  }

  #say(name) { this.state.textContent = this.dataset[name]; }
}
customElements.define("code-scanner", CodeScanner);
