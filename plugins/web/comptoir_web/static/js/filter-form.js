// Filters and order take effect at once: the list is fetched, and put in place of the one that was there.
import { announceFailure, announce } from "./fragments.js";

class FilterForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.#apply());
    this.addEventListener("submit", (event) => { event.preventDefault(); this.#apply(); });
  }

  async #apply() {
    const form = this.querySelector("form");
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
    const address = `${form.getAttribute("action")}?${query}`;
    const listing = document.getElementById("listing");
    const focused = document.activeElement;
    const open = this.querySelector("details")?.open;
    listing.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { credentials: "same-origin" });
      if (!response.ok) throw new Error(`The server answered ${response.status}`);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const next = page.getElementById("listing");
      const facets = next.querySelector(".facets");
      if (facets && open) facets.open = true;
      listing.replaceChildren(...next.childNodes);
      history.replaceState(null, "", address);
      refocus(listing, focused);
      announce(listing.querySelector(".listing__count, .empty__title")?.textContent || String(listing.querySelectorAll(".card").length));
    } catch {
      announceFailure();
    } finally {
      listing.removeAttribute("aria-busy");
    }
  }
}

function refocus(listing, before) {
  if (!before?.name) return;
  const same = [...listing.querySelectorAll("input, select")].find(
    (field) => field.name === before.name && (field.type !== "checkbox" || field.value === before.value),
  );
  same?.focus({ preventScroll: true });
}
customElements.define("filter-form", FilterForm);
