// The bag: its page changes in place, and a drawer shows it from any page.
import { announce, announceFailure, fetchFragment, postForm, replaceContent } from "./fragments.js";

export function showCount(quantity) {
  for (const place of document.querySelectorAll("[data-bag-count]")) {
    place.textContent = Number(quantity) > 0 ? quantity : "";
  }
}

export function openDrawer(html) {
  const drawer = document.getElementById("bag-drawer");
  drawer.innerHTML = html;
  showCount(drawer.querySelector("[data-quantity]")?.dataset.quantity);
  document.dispatchEvent(new Event("bag:shown"));
  if (!drawer.open) drawer.showModal();
}

document.addEventListener("click", async (event) => {
  const drawer = document.getElementById("bag-drawer");
  if (event.target === drawer) drawer.close();
  const link = event.target.closest?.("[data-bag-link]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain || location.pathname === "/cart") return;
  event.preventDefault();
  try {
    const answer = await fetchFragment("/cart/drawer");
    if (!answer.ok) throw new Error("no drawer");
    openDrawer(answer.html);
  } catch {
    location.href = link.href;
  }
});

function stampOf(place) {
  return place.querySelector("[data-stamp]")?.dataset.stamp;
}

class BagPage extends HTMLElement {
  #wanted = null;
  #asking = false;

  connectedCallback() {
    this.addEventListener("focusout", () => setTimeout(() => this.#catchUp()));
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("change", (event) => {
      if (event.target.matches(".stepper__field")) event.target.form.requestSubmit();
    });
  }

  // Shows the bag as another screen left it; `stamp` differs with each change.
  follow(stamp) {
    this.#wanted = stamp;
    this.#catchUp();
  }

  async #catchUp() {
    if (this.#asking || this.#wanted === null || this.getAttribute("aria-busy") === "true") return;
    const shown = stampOf(this);
    if (this.#wanted === shown) this.#wanted = null;
    if (this.#wanted === null) return;
    // What someone is typing here is not taken from them; what they send is answered with the bag as it is then.
    const typed = [...this.querySelectorAll("input:not([type=hidden]), textarea")];
    if (typed.some((field) => field.value !== field.defaultValue)) return;
    this.#wanted = null;
    this.#asking = true;
    try {
      const { html, ok } = await fetchFragment("/cart");
      // News of a change made here may come after the answer to it: then there is nothing new to show.
      const news = stampOf(new DOMParser().parseFromString(html, "text/html"));
      const overtaken = stampOf(this) !== shown || this.getAttribute("aria-busy") === "true";
      if (ok && !overtaken && news !== shown) {
        this.#show(html);
        announce(this.dataset.changed);
      }
    } catch {
      announceFailure();
    } finally {
      this.#asking = false;
    }
    // What came while this was asked for.
    this.#catchUp();
  }

  #show(html) {
    replaceContent(this, html);
    const quantity = this.querySelector("[data-quantity]")?.dataset.quantity;
    showCount(quantity);
    const give = document.querySelector("[data-give]");
    if (give) give.hidden = !(Number(quantity) > 0);
  }

  async #submit(event) {
    event.preventDefault();
    if (this.getAttribute("aria-busy") === "true") return;
    this.setAttribute("aria-busy", "true");
    try {
      const { html, status } = await postForm(event.target, event.submitter);
      if (status === 403) return location.reload();
      this.#show(html);
      announce(this.querySelector("[role=alert]")?.textContent || this.querySelector("[data-total]")?.parentElement.innerText || this.querySelector("h1")?.textContent);
    } catch {
      announceFailure();
    } finally {
      this.removeAttribute("aria-busy");
      this.#catchUp();
    }
  }
}
customElements.define("bag-page", BagPage);
