// The app's memory. `APP` (version, root, shell) stands above, written by the server.
//
// Three caches: the shell of this version (dropped with the next), pictures (public), and pages that this
// visitor saw. A page carries its visitor's mark; a page with another mark empties the memory of pages first,
// so that nobody is ever shown what another visitor saw.
const SHELL = `mobile-shell-${APP.version}`;
const PAGES = "mobile-pages-1";
const PICTURES = "mobile-pictures-1";
const MOST_PAGES = 24;
const MOST_PICTURES = 120;
const PATIENCE = 8000;
const GONE = [404, 410];
const KEPT_PAGE = new RegExp(`^${APP.root}/(cart|products/[^/]+|reservations/[^/]+)$`);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(APP.shell.map((address) => new Request(address, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const own = (await caches.keys()).filter((name) => name.startsWith("mobile-"));
    const old = own.filter((name) => ![SHELL, PAGES, PICTURES].includes(name));
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (inScope(address)) event.respondWith(showPage(event, address));
  } else if (request.destination === "image" && address.pathname.startsWith("/media/")) {
    event.respondWith(showPicture(event));
  } else if (APP.shell.includes(address.pathname + address.search)) {
    event.respondWith(showShell(request));
  } else if (address.pathname.startsWith(`${APP.root}/static/`)) {
    event.respondWith(showFile(request));
  }
});

// Pages tell of what they showed without this worker, as the first one of all does, and of changes to the bag.
self.addEventListener("message", (event) => {
  const { seen, pictures = [] } = event.data;
  const address = new URL(seen, location.origin);
  if (address.origin !== location.origin) return;
  if (KEPT_PAGE.test(address.pathname)) event.waitUntil(rememberAnswer(address, ask(address)));
  event.waitUntil(rememberPictures(pictures.slice(0, MOST_PICTURES)));
});

function inScope(address) {
  return address.pathname === APP.root || address.pathname.startsWith(`${APP.root}/`);
}

async function showPage(event, address) {
  const answer = withPatience(fetch(event.request));
  if (KEPT_PAGE.test(address.pathname)) event.waitUntil(rememberAnswer(address, answer));
  try {
    return await answer;
  } catch {
    await remembering;
    return (await recall(address)) ?? (await caches.match(`${APP.root}/offline`)) ?? Response.error();
  }
}

function ask(address) {
  return withPatience(fetch(address, { credentials: "same-origin" }));
}

let remembering = Promise.resolve();

// The copy is made before anyone reads the answer; what fails to come is not kept, and holds nobody up.
function rememberAnswer(address, answer) {
  const page = answer.then((found) => {
    const copy = found.clone();
    return withPatience(copy.text()).then((html) => ({ answer: copy, html }));
  });
  page.catch(() => {});
  remembering = remembering.then(async () => remember(address, await page)).catch(() => {});
  return remembering;
}

// A network that never answers is no network; but what it said at last is still taken by the browser's cache.
function withPatience(answer) {
  return Promise.race([answer, new Promise((_, give_up) => setTimeout(give_up, PATIENCE))]);
}

async function remember(address, { answer, html }) {
  const key = address.origin + address.pathname;
  if (GONE.includes(answer.status)) await (await caches.open(PAGES)).delete(key);
  if (!answer.ok || answer.redirected || answer.type !== "basic") return;
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return;
  const mark = /<meta name="page-mark" content="([0-9a-f]+)">/.exec(html)?.[1];
  if (!mark) return;
  const cache = await caches.open(PAGES);
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (kept?.headers.get("x-mark") !== mark) await cache.delete(request);
  }
  const headers = { "content-type": "text/html; charset=utf-8", "x-mark": mark, "x-seen": new Date().toISOString() };
  for (const name of ["content-security-policy", "permissions-policy", "referrer-policy", "x-content-type-options"]) {
    if (answer.headers.has(name)) headers[name] = answer.headers.get(name);
  }
  await cache.delete(key);
  await cache.put(key, new Response(html, { headers }));
  await bound(cache, MOST_PAGES);
}

async function recall(address) {
  const kept = await (await caches.open(PAGES)).match(address.origin + address.pathname);
  if (!kept) return undefined;
  const html = await kept.text();
  const marked = html.replace("<body", `<body data-seen="${kept.headers.get("x-seen")}"`);
  return new Response(marked, { headers: kept.headers });
}

async function showPicture(event) {
  const cache = await caches.open(PICTURES);
  const kept = await cache.match(event.request);
  if (kept) return kept;
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    // The same picture in another width is better than none.
    return (await cache.match(event.request, { ignoreSearch: true })) ?? Response.error();
  }
  if (answer.ok && answer.type === "basic") {
    event.waitUntil(cache.put(event.request, answer.clone()).then(() => bound(cache, MOST_PICTURES)));
  }
  return answer;
}

async function rememberPictures(addresses) {
  const cache = await caches.open(PICTURES);
  for (const address of addresses.map((text) => new URL(text, location.origin))) {
    if (address.origin !== location.origin || !address.pathname.startsWith("/media/")) continue;
    if (await cache.match(address)) continue;
    const answer = await fetch(address);
    if (answer.ok) await cache.put(address, answer);
  }
  await bound(cache, MOST_PICTURES);
}

async function showShell(request) {
  return (await (await caches.open(SHELL)).match(request)) ?? fetch(request);
}

// Modules import each other without a version: the network's are right, and the kept ones do without it.
async function showFile(request) {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(SHELL)).match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

async function bound(cache, most) {
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - most)).map((request) => cache.delete(request)));
}
