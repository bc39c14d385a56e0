// Suggestions while one types; the search itself is a plain form.
import { fetchFragment } from "./fragments.js";

class SearchBox extends HTMLElement {
  #timer = 0;
  #turn = 0;

  connectedCallback() {
    this.field = this.querySelector("input");
    this.list = this.querySelector(".suggestions");
    this.field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#suggest(), 160);
    });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.list.hidden) { this.list.hidden = true; this.field.focus(); event.preventDefault(); }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#step(event);
    });
    this.addEventListener("focusout", (event) => { if (!this.contains(event.relatedTarget)) this.list.hidden = true; });
    if (!this.field.value && matchMedia("(pointer: fine)").matches) this.field.focus({ preventScroll: true });
  }

  async #suggest() {
    const words = this.field.value.trim();
    const turn = ++this.#turn;
    if (words.length < 2) { this.list.hidden = true; return; }
    try {
      const { html, ok } = await fetchFragment(`/mobile/search/suggest?q=${encodeURIComponent(words)}`);
      if (turn !== this.#turn || !ok) return;
      this.list.innerHTML = html;
      const told = this.list.querySelector("[data-count]");
      this.list.hidden = !told;
      if (told) this.querySelector("[role=status]").textContent = this.dataset.results.replace("{n}", told.dataset.count);
    } catch {
      this.list.hidden = true;
    }
  }

  #step(event) {
    const stops = [this.field, ...(this.list.hidden ? [] : this.list.querySelectorAll("a"))];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next || stops.length < 2) return;
    event.preventDefault();
    next.focus();
  }
}
customElements.define("search-box", SearchBox);
