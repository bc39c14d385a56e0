// The bag as a code for another screen: made in place, with the time that it has left.
import { announce, announceFailure, postForm } from "./fragments.js";

class HandOver extends HTMLElement {
  #ticking = 0;

  connectedCallback() {
    this.addEventListener("submit", (event) => this.#give(event));
    this.#count();
  }

  disconnectedCallback() {
    clearInterval(this.#ticking);
  }

  async #give(event) {
    event.preventDefault();
    if (this.getAttribute("aria-busy") === "true") return;
    this.setAttribute("aria-busy", "true");
    try {
      const { html, ok, status } = await postForm(event.target, event.submitter);
      if (status === 403) return location.reload();
      if (ok) this.#show(html);
      else this.querySelector("[data-problem]").innerHTML = html;
    } catch {
      announceFailure();
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  #show(html) {
    this.innerHTML = html;
    this.querySelector("button")?.focus({ preventScroll: true });
    announce(this.querySelector("[data-code]").textContent.split("").join(" "));
    this.#count();
  }

  #count() {
    clearInterval(this.#ticking);
    const shown = this.querySelector("[data-seconds]");
    if (!shown) return;
    const end = performance.now() + Number(shown.dataset.seconds) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      shown.querySelector("[data-left]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      shown.querySelector(".handoff__left").hidden = false;
      if (left > 0) return;
      clearInterval(this.#ticking);
      shown.querySelector(".handoff__live").hidden = true;
      shown.querySelector(".handoff__over").hidden = false;
      announce(shown.querySelector(".handoff__over").textContent);
    };
    this.#ticking = setInterval(tick, 1000);
    tick();
  }
}
customElements.define("hand-over", HandOver);
