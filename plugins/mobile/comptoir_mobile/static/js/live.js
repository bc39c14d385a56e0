// The live bag: what another screen does to it shows here within a second.
import { showCount } from "./fragments.js";

const badge = document.getElementById("bag-count");
let source = null;

function show(event) {
  const told = JSON.parse(event.data);
  showCount(told.quantity);
  const view = document.querySelector("bag-view");
  if (view && view.querySelector("[data-stamp]")?.dataset.stamp !== told.stamp) view.refresh();
}

function listen() {
  if (source || !badge?.dataset.live || !("EventSource" in window)) return;
  source = new EventSource(badge.dataset.live);
  source.addEventListener("cart", show);
  source.addEventListener("gone", () => { stop(); });
}

function stop() {
  source?.close();
  source = null;
}

// A page that nobody sees holds no connection; one that is looked at again shows the bag as it is now.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") { stop(); return; }
  document.querySelector("bag-view")?.refresh();
  listen();
});
addEventListener("pagehide", stop);
addEventListener("pageshow", (event) => { if (event.persisted) { document.querySelector("bag-view")?.refresh(); listen(); } });
document.addEventListener("bag:changed", () => {
  if (badge && !badge.dataset.live) badge.dataset.live = "/mobile/cart/events";
  listen();
});
if (navigator.onLine && document.body.dataset.seen === undefined) listen();
