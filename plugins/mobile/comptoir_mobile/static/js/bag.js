// The bag changes in place; its page is a plain form without scripts.
import { fetchFragment, postForm, replaceContent, sayFailure, showCount } from "./fragments.js";

class BagView extends HTMLElement {
  #turn = 0;

  connectedCallback() {
    this.addEventListener("submit", (event) => {
      if (!/\/cart\/(lines|discount)$/.test(new URL(event.target.action).pathname)) return;
      event.preventDefault();
      this.#run(() => postForm(event.target, event.submitter));
    });
  }

  // Shows the bag as it is now, for instance after another screen changed it.
  refresh() {
    return this.#run(() => fetchFragment("/mobile/cart"));
  }

  async #run(ask) {
    const turn = ++this.#turn;
    this.setAttribute("aria-busy", "true");
    try {
      const { html, status } = await ask();
      if (turn !== this.#turn) return;
      if (status !== 200 && status !== 422) throw new Error("refused");
      replaceContent(this, html);
      showCount(Number(this.querySelector("[data-quantity]")?.dataset.quantity));
      document.dispatchEvent(new Event("bag:changed"));
    } catch {
      if (turn === this.#turn) sayFailure();
    } finally {
      if (turn === this.#turn) this.removeAttribute("aria-busy");
    }
  }
}
customElements.define("bag-view", BagView);
