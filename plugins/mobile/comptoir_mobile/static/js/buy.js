// The choice of a variant without a new page, and into the bag without leaving the piece.
import { fetchFragment, postForm, replaceContent, sayFailure, sayText, showCount, showToast } from "./fragments.js";

class BuyBox extends HTMLElement {
  #turn = 0;
  #near = "";

  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.matches("input[type=radio]")) this.#choose(event.target.form);
    });
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-near]");
      if (button) this.#findNear(button);
    });
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add(event.target, event.submitter);
    });
  }

  async #choose(form) {
    const turn = ++this.#turn;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name.startsWith("option:")) query.set(name.slice("option:".length), value);
    }
    if (this.#near) query.set("near", this.#near);
    this.setAttribute("aria-busy", "true");
    try {
      const { html, ok } = await fetchFragment(`${form.dataset.product}?${query}`);
      if (turn !== this.#turn) return;
      if (!ok) throw new Error("refused");
      replaceContent(this, html);
      const head = this.querySelector("[data-address]");
      history.replaceState(history.state, "", head.dataset.address);
      document.querySelector("swipe-gallery")?.showPicture(head.dataset.picture);
    } catch {
      if (turn === this.#turn) sayFailure();
    } finally {
      if (turn === this.#turn) this.removeAttribute("aria-busy");
    }
  }

  // Asked for by a tap alone, and told to the shop to a kilometre or so.
  #findNear(button) {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.#near = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        this.#choose(this.querySelector(".buy__form"));
      },
      () => sayText(button.dataset.refused),
      { maximumAge: 600000, timeout: 10000 },
    );
  }

  async #add(form, submitter) {
    this.setAttribute("aria-busy", "true");
    try {
      const { html, ok } = await postForm(form, submitter);
      if (!ok) {
        if (html.includes("buy__form")) replaceContent(this, html);
        else showToast(html);
        return;
      }
      showToast(html);
      const count = Number(document.querySelector("#toast [data-quantity]")?.dataset.quantity);
      showCount(count);
      document.dispatchEvent(new Event("bag:changed"));
    } catch {
      sayFailure();
    } finally {
      this.removeAttribute("aria-busy");
    }
  }
}
customElements.define("buy-box", BuyBox);
