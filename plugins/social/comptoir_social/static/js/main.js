// Everything works without scripts; these make it quicker: quick view above a post, choices in place, leafing.
const sheet = document.getElementById("quick");
const announcer = document.getElementById("announcer");

function announce(text) {
  announcer.textContent = "";
  requestAnimationFrame(() => { announcer.textContent = (text || "").replace(/\s+/g, " ").trim(); });
}

async function fetchFragment(address, options = {}) {
  const response = await fetch(address, { credentials: "same-origin", ...options, headers: { "x-fragment": "1" } });
  if (response.status >= 500) throw new Error(`The server answered ${response.status}`);
  return { html: await response.text(), ok: response.ok, status: response.status };
}

function openSheet(html) {
  sheet.innerHTML = html;
  if (!sheet.open) sheet.showModal();
  sheet.scrollTop = 0;
  sheet.querySelector("#quick-title")?.focus();
}

document.addEventListener("click", async (event) => {
  if (event.target === sheet || event.target.closest?.("[data-close]")) return sheet.close();
  const link = event.target.closest?.("a[data-quick]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  try {
    const address = new URL(link.href);
    address.searchParams.set("view", "quick");
    const { html, ok } = await fetchFragment(address);
    if (!ok) throw new Error("no such piece");
    openSheet(html);
  } catch {
    location.href = link.href;
  }
});

class BuyBox extends HTMLElement {
  #latest = 0;

  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.matches("input[type=radio]")) this.#choose(event.target.id);
    });
    this.addEventListener("submit", (event) => this.#add(event));
  }

  async #choose(focused) {
    const form = this.querySelector("form");
    const query = new URLSearchParams({ post: form.elements.post.value });
    for (const [name, value] of new FormData(form)) {
      if (name.startsWith("option:")) query.set(name.slice("option:".length), value);
    }
    const turn = ++this.#latest;
    this.setAttribute("aria-busy", "true");
    try {
      const { html, ok } = await fetchFragment(`/social/products/${encodeURIComponent(form.dataset.handle)}?${query}`);
      if (turn !== this.#latest) return;
      if (!ok) throw new Error("no such choice");
      this.#show(html, focused);
    } catch {
      announce(announcer.dataset.failed);
    } finally {
      if (turn === this.#latest) this.removeAttribute("aria-busy");
    }
  }

  #show(html, focused) {
    this.innerHTML = html;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const buy = this.querySelector(".buy");
    if (!sheet.contains(this)) history.replaceState(null, "", buy.dataset.address);
    announce([...this.querySelectorAll("[data-announce]")].map((part) => part.textContent).join(". "));
    const picture = (sheet.contains(this) ? sheet : document).querySelector(".quick__picture img, .product__picture img");
    if (picture && buy.dataset.picture) {
      picture.removeAttribute("srcset");
      picture.src = buy.dataset.picture;
    }
  }

  async #add(event) {
    event.preventDefault();
    if (this.getAttribute("aria-busy") === "true") return;
    this.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(new FormData(event.target, event.submitter));
      const { html, ok, status } = await fetchFragment(event.target.action, { method: "POST", body });
      if (status === 403) return location.reload();
      if (!ok) return this.#show(html);
      openSheet(html);
      document.querySelector("[data-bag-count]").textContent = sheet.querySelector("[data-count]").dataset.count;
    } catch {
      announce(announcer.dataset.failed);
    } finally {
      this.removeAttribute("aria-busy");
    }
  }
}
customElements.define("buy-box", BuyBox);

// Posts are leafed through with the arrow keys, or with a swipe across the picture.
const post = document.querySelector("[data-leaf]");
function leaf(back) {
  const address = back ? post.dataset.before : post.dataset.after;
  if (address) location.href = address;
}
if (post) {
  addEventListener("keydown", (event) => {
    if (sheet.open || event.altKey || event.metaKey || event.ctrlKey || event.target.closest("input, select")) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") leaf(event.key === "ArrowLeft");
  });
  let start = null;
  const scene = post.querySelector(".scene");
  scene.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  scene.addEventListener("touchend", (event) => {
    if (!start) return;
    const across = event.changedTouches[0].clientX - start.x;
    const down = event.changedTouches[0].clientY - start.y;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) leaf(across > 0);
  }, { passive: true });
}
