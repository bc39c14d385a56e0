// Suggestions while one types; the search itself is a plain form.
import { announce, fetchFragment } from "./fragments.js";

class SearchBox extends HTMLElement {
  #timer = 0;
  #latest = 0;

  connectedCallback() {
    this.field = this.querySelector("input[type=search]");
    this.list = this.querySelector(".suggestions");
    this.field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#suggest(), 180);
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.list.hidden) {
        this.list.hidden = true;
        this.field.focus();
        event.preventDefault();
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#step(event);
    });
    this.addEventListener("focusout", (event) => {
      if (!this.contains(event.relatedTarget)) this.list.hidden = true;
    });
  }

  async #suggest() {
    const words = this.field.value.trim();
    const turn = ++this.#latest;
    if (words.length < 2) { this.list.hidden = true; return; }
    try {
      const { html, ok } = await fetchFragment(`/search/suggest?q=${encodeURIComponent(words)}`);
      if (turn !== this.#latest || !ok) return;
      this.list.innerHTML = html;
      const count = this.list.querySelector("[data-count]")?.dataset.count;
      this.list.hidden = count === undefined;
      if (count !== undefined) announce(this.dataset.results.replace("{n}", count));
    } catch {
      this.list.hidden = true;
    }
  }

  #step(event) {
    const stops = [this.field, ...(this.list.hidden ? [] : this.list.querySelectorAll("a"))];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next || stops.length < 2) return;
    event.preventDefault();
    next.focus();
  }
}
customElements.define("search-box", SearchBox);
