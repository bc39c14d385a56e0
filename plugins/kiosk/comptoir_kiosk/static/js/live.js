// The live bag: what another screen does to it shows here within a second. The bag's forms work in place.
const badge = document.getElementById("bag-count");
const bag = document.getElementById("bag");
let source = null;

function count(quantity) {
  if (!badge) return;
  badge.replaceChildren();
  if (!quantity) return;
  const spoken = document.createElement("span");
  spoken.className = "vh";
  spoken.textContent = ` ${badge.dataset.pieces}`;
  badge.append(String(quantity), spoken);
}

async function run(address, options) {
  bag.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { ...options, headers: { "x-fragment": "1" } });
    if (answer.status !== 200 && answer.status !== 422) throw new Error("refused");
    // The shop's own page part, rendered with escaping by the shop.
    bag.innerHTML = await answer.text();
    count(Number(bag.querySelector("[data-quantity]").dataset.quantity));
  } catch {
    const problem = document.createElement("p");
    problem.className = "problem";
    problem.setAttribute("role", "alert");
    problem.textContent = bag.dataset.failed;
    bag.prepend(problem);
  } finally {
    bag.removeAttribute("aria-busy");
  }
}

bag?.addEventListener("submit", async (event) => {
  if (!event.target.action.endsWith("/cart/lines")) return;
  event.preventDefault();
  const { target, submitter } = event;
  const label = submitter.getAttribute("aria-label");
  await run(target.action, { method: "POST", body: new URLSearchParams(new FormData(target, submitter)) });
  const again = [...bag.querySelectorAll("button")].find((button) => button.getAttribute("aria-label") === label);
  (again ?? bag.querySelector("button, a"))?.focus();
});

function told(event) {
  const state = JSON.parse(event.data);
  count(state.quantity);
  const shown = bag?.querySelector("[data-stamp]")?.dataset.stamp;
  if (bag && shown !== state.stamp) run(location.pathname, {});
}

function stop() {
  source?.close();
  source = null;
}

function listen() {
  if (source || !badge?.dataset.live) return;
  source = new EventSource(badge.dataset.live);
  source.addEventListener("cart", told);
  source.addEventListener("gone", stop);
}

addEventListener("pagehide", stop);
document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else listen(); });
listen();
