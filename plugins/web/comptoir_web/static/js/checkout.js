// Pages that take a payment. Without this script the same form works page by page; with it totals follow what is typed.
import { announce, announceFailure } from "./fragments.js";

class CheckoutPage extends HTMLElement {
  #adapters = new Map();
  #turn = 0;
  #saving = Promise.resolve();

  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.matches("[data-saves]")) this.#save();
      if (event.target.matches("[name=amount]")) this.#tellDue();
    });
    this.addEventListener("submit", (event) => this.#submit(event));
    for (const place of this.querySelectorAll("[data-adapter]")) this.#mount(place);
    // A page that the browser kept is not asked again by itself: the bag may be an order by now.
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  get #form() {
    return this.querySelector("form");
  }

  get #busy() {
    return this.getAttribute("aria-busy") === "true";
  }

  #due() {
    const told = this.querySelector("[data-full]").dataset;
    const deposit = this.querySelector("[name=amount][value=deposit]")?.checked;
    return { amount: (deposit && told.deposit) || told.full, currency: told.currency };
  }

  #tellDue() {
    for (const adapter of this.#adapters.values()) adapter.update?.(this.#due());
  }

  async #mount(place) {
    const name = place.dataset.adapter;
    const wait = place.querySelector(".provider__wait");
    try {
      const style = getComputedStyle(document.body);
      const token = (key) => style.getPropertyValue(key).trim();
      const adapter = await window.comptoirPayments[name].mount(place.appendChild(document.createElement("div")), {
        publishableKey: place.dataset.key,
        ...this.#due(),
        locale: document.documentElement.lang,
        appearance: {
          variables: {
            colorPrimary: token("--color-accent"),
            colorText: token("--color-ink"),
            colorBackground: token("--color-surface"),
            colorDanger: token("--color-danger"),
            fontFamily: token("--font-text"),
            borderRadius: token("--radius"),
          },
        },
      });
      this.#adapters.set(name, adapter);
      wait?.remove();
      adapter.update?.(this.#due());
    } catch {
      if (wait) wait.textContent = place.dataset.sorry;
    }
  }

  #chosen() {
    const name = (this.querySelector("[name=provider]:checked") || this.querySelector("[name=provider][type=hidden]"))?.value;
    return this.querySelector(`[data-adapter="${CSS.escape(name || "")}"]`) ? name : null;
  }

  async #send(intent) {
    const body = new URLSearchParams(new FormData(this.#form));
    body.set("intent", intent);
    const answer = await fetch(this.#form.action, {
      method: "POST", body, credentials: "same-origin", headers: { "x-fragment": "1" },
    });
    if (answer.status === 403) location.reload();
    if (answer.status >= 500) throw new Error(`The server answered ${answer.status}`);
    if (answer.headers.get("content-type").startsWith("application/json")) return { told: await answer.json() };
    return { html: await answer.text() };
  }

  // One at a time, and of several that wait the newest alone: the last answer is the one that counts.
  #save() {
    const turn = ++this.#turn;
    this.#saving = this.#saving.then(() => (turn === this.#turn ? this.#saveNow() : null));
  }

  async #saveNow() {
    this.toggleAttribute("data-saving", true);
    try {
      const { html, told } = await this.#send("save");
      if (told) return this.#go(told.location);
      this.#show(html);
      announce(this.#total());
    } catch {
      announceFailure();
    } finally {
      this.removeAttribute("data-saving");
    }
  }

  #total() {
    return this.querySelector("#total").textContent;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const intent = event.submitter?.value || "save";
    this.setAttribute("aria-busy", "true");
    this.#problem("");
    let leaves = false;
    const seen = this.#total();
    try {
      await this.#saving;
      // A total that nobody has seen is not paid.
      if (intent === "pay" && this.#total() !== seen) this.querySelector("#total").focus();
      else leaves = await this.#pay(intent);
    } catch {
      this.#problem(document.getElementById("announcer").dataset.failed);
      announceFailure();
    } finally {
      if (!leaves) this.removeAttribute("aria-busy");
    }
  }

  // Sends the form; true when the page is being left.
  async #pay(intent) {
    const name = intent === "pay" ? this.#chosen() : null;
    const adapter = this.#adapters.get(name);
    if (name && !adapter) return this.#refuse(this.querySelector(`[data-adapter="${CSS.escape(name)}"]`).dataset.sorry);
    const given = adapter ? await adapter.token() : {};
    if (given.message) return this.#refuse(given.message);
    this.#form.elements.token.value = given.token || "";
    const { html, told } = await this.#send(intent);
    if (told?.location) return this.#go(told.location);
    if (told?.confirm) return this.#confirm(told.confirm);
    this.#show(html);
    const first = this.querySelector("#problems") || this.querySelector("#total");
    first.focus();
    first.scrollIntoView({ block: "center" });
    return false;
  }

  async #confirm({ provider, clientSecret, returnUrl }) {
    const { ok, message } = await this.#adapters.get(provider).confirm(clientSecret, returnUrl);
    if (ok) return this.#go(returnUrl);
    // Asked once more, the shop hears what became of it, and the next try is a payment of its own.
    const { html, told } = await this.#send("pay");
    if (told?.location) return this.#go(told.location);
    if (html) this.#show(html);
    return this.#refuse(message);
  }

  #go(address) {
    location.assign(address);
    return true;
  }

  #refuse(message) {
    this.#problem(message);
    announce(message);
    return false;
  }

  #problem(text) {
    const place = this.querySelector("[data-problem=payment]");
    place.textContent = text || "";
    place.hidden = !text;
    if (text) place.scrollIntoView({ block: "center" });
  }

  // Puts the parts of an answer in place, and leaves what is typed meanwhile, and the provider's form, as they are.
  #show(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const active = document.activeElement;
    for (const part of this.querySelectorAll("[data-part]")) {
      const next = answer.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!next) continue;
      for (const fold of part.querySelectorAll("details[id]")) keepOpen(fold, next);
      if (next.outerHTML === part.outerHTML) continue;
      for (const field of part.querySelectorAll("input:not([type=hidden], [type=radio]), select:not([data-told])")) {
        const same = next.querySelector(`#${CSS.escape(field.id)}`);
        if (same && same.localName === field.localName) same.value = field.value;
      }
      for (const field of part.querySelectorAll("[type=radio]:checked")) keepChoice(field, next);
      part.replaceWith(next);
    }
    for (const field of this.querySelectorAll("#email, #phone")) this.#mark(field, answer.getElementById(field.id));
    const said = answer.querySelector("[data-problem=payment]");
    if (said) this.#problem(said.textContent);
    this.#refocus(active);
    this.#tellDue();
  }

  #mark(field, next) {
    if (!next) return;
    const place = field.closest(".field");
    const typed = field.value;
    if (next.closest(".field").innerHTML === place.innerHTML) return;
    place.innerHTML = next.closest(".field").innerHTML;
    place.querySelector("input").value = typed;
  }

  #refocus(before) {
    if (!before || before.isConnected || !before.name) return;
    const same = before.type === "radio"
      ? [...this.querySelectorAll(`[type=radio][name="${CSS.escape(before.name)}"], [type=radio]`)].find((field) => field.value === before.value)
      : before.id && this.querySelector(`#${CSS.escape(before.id)}`);
    same?.focus({ preventScroll: true });
  }
}
function keepOpen(fold, next) {
  const same = next.querySelector(`#${CSS.escape(fold.id)}`);
  if (same && fold.open) same.open = true;
}
// What was chosen while the answer was under way; a group is called otherwise once it goes another way.
function keepChoice(field, next) {
  const radios = [...next.querySelectorAll("[type=radio]")];
  const alone = new Set(radios.map((radio) => radio.name)).size === 1;
  const same = radios.find((radio) => radio.value === field.value && (alone || radio.name === field.name));
  if (same) same.checked = true;
}
customElements.define("checkout-page", CheckoutPage);
