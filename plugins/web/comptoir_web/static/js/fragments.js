// Pieces of pages, made by the server; and what is said to those who listen.
export async function fetchFragment(address, options = {}) {
  const headers = { "x-fragment": "1", ...options.headers };
  const response = await fetch(address, { credentials: "same-origin", ...options, headers });
  if (response.status >= 500) throw new Error(`The server answered ${response.status}`);
  return { html: await response.text(), ok: response.ok, status: response.status };
}

export function postForm(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  return fetchFragment(form.action, { method: "POST", body });
}

export function announce(text) {
  const place = document.getElementById("announcer");
  if (!place || !text) return;
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = text.replace(/\s+/g, " ").trim(); });
}

export function announceFailure() {
  announce(document.getElementById("announcer")?.dataset.failed);
}

// Puts new content in place and gives the focus back to the element of the same id or name.
export function replaceContent(host, html) {
  const active = host.contains(document.activeElement) ? document.activeElement : null;
  const again = active && (active.id ? `#${CSS.escape(active.id)}` : pathTo(active, host));
  host.innerHTML = html;
  if (!again) return;
  const next = host.querySelector(again) || host.querySelector("h1, h2");
  if (!next) return;
  if (!next.matches("a, button, input, select, textarea, summary")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
}

function pathTo(element, host) {
  const line = element.closest("[id]");
  const own = `${element.localName}[name="${element.name}"][value="${element.value}"]`;
  return line && line !== host && host.contains(line) ? `#${CSS.escape(line.id)} ${own}` : own;
}
