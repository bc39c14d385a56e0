// Pieces of pages: asked for, put in place, and told to those who listen rather than look.
export async function fetchFragment(url, options = {}) {
  const answer = await fetch(url, { ...options, headers: { "x-fragment": "1" }, credentials: "same-origin" });
  return { html: await answer.text(), ok: answer.ok, status: answer.status };
}

export function postForm(form, submitter) {
  return fetchFragment(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });
}

let fading = 0;

export function showToast(html) {
  const place = document.getElementById("toast");
  if (!place) return;
  clearTimeout(fading);
  place.innerHTML = html;
  fading = setTimeout(() => { if (!place.matches(":focus-within")) place.replaceChildren(); }, 7000);
}

export function sayText(text) {
  const line = document.createElement("p");
  line.textContent = text;
  document.getElementById("toast")?.replaceChildren(line);
}

export function sayFailure() {
  sayText(document.getElementById("toast")?.dataset.failed);
}

export function showCount(count) {
  const badge = document.getElementById("bag-count");
  if (!badge) return;
  badge.replaceChildren();
  if (!count) return;
  const unit = Object.assign(document.createElement("span"), { className: "vh", textContent: ` ${badge.dataset.pieces}` });
  badge.append(String(count), unit);
}

// Puts new content in place and gives the focus back to the same control.
export function replaceContent(host, html) {
  const active = host.contains(document.activeElement) ? document.activeElement : null;
  const again = active && (active.id ? `#${CSS.escape(active.id)}` : wayTo(active, host));
  host.innerHTML = html;
  if (!again) return;
  const next = host.querySelector(again) || host.querySelector("h1");
  if (!next) return;
  if (!next.matches("a, button, input, select, summary")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

function wayTo(element, host) {
  const line = element.closest("[id]");
  const own = `${element.localName}[name="${element.name}"][value="${element.value}"]`;
  return line && line !== host && host.contains(line) ? `#${CSS.escape(line.id)} ${own}` : own;
}

// Browsers say "online" before they are: the page comes anew once the shop has answered.
export async function reloadWhenReachable() {
  try {
    await fetch(location.href, { method: "HEAD", cache: "no-store" });
    location.reload();
  } catch {
    // Still away.
  }
}
