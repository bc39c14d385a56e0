// The part of a product's page that changes with the choice: the server draws it, this puts it in place.
import { openDrawer } from "./bag.js";
import { announce, announceFailure, fetchFragment, postForm, replaceContent } from "./fragments.js";

class BuyBox extends HTMLElement {
  #latest = 0;

  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.matches("input[type=radio]")) this.#choose();
    });
    this.addEventListener("submit", (event) => this.#add(event));
    document.addEventListener("click", (event) => {
      if (!event.target.closest?.("[data-size-guide]")) return;
      const guide = document.getElementById("size-chart");
      if (guide) guide.open = true;
    });
  }

  async #choose() {
    const form = this.querySelector("form.buy__form");
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name.startsWith("option:")) query.set(name.slice("option:".length), value);
    }
    const turn = ++this.#latest;
    this.setAttribute("aria-busy", "true");
    try {
      const { html, ok } = await fetchFragment(`/products/${encodeURIComponent(form.dataset.handle)}?${query}`);
      if (turn !== this.#latest) return;
      if (!ok) throw new Error("no such choice");
      this.#show(html);
    } catch {
      announceFailure();
    } finally {
      if (turn === this.#latest) this.removeAttribute("aria-busy");
    }
  }

  #show(html) {
    replaceContent(this, html);
    const head = this.querySelector(".buy__head");
    history.replaceState(null, "", head.dataset.address);
    announce([...this.querySelectorAll("[data-announce]")].map((part) => part.textContent).join(". "));
    if (head.dataset.picture) {
      document.querySelector("product-gallery")?.showPicture?.(head.dataset.picture);
    }
  }

  async #add(event) {
    event.preventDefault();
    if (this.getAttribute("aria-busy") === "true") return;
    this.setAttribute("aria-busy", "true");
    try {
      const { html, ok, status } = await postForm(event.target, event.submitter);
      if (status === 403) return location.reload();
      if (ok) return openDrawer(html);
      replaceContent(this, html);
      announce(this.querySelector("[role=alert]")?.textContent);
    } catch {
      announceFailure();
    } finally {
      this.removeAttribute("aria-busy");
    }
  }
}
customElements.define("buy-box", BuyBox);
