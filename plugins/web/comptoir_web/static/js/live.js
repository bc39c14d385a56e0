// The live bag: what another screen does to it shows here within a second.
import { showCount } from "./bag.js";

const link = document.querySelector("[data-bag-link]");
let source = null;

function show(event) {
  const told = JSON.parse(event.data);
  showCount(told.quantity);
  document.querySelector("bag-page")?.follow(told.stamp);
}

function listen() {
  if (source || !link?.hasAttribute("data-live") || document.visibilityState === "hidden") return;
  source = new EventSource("/cart/events");
  source.addEventListener("cart", show);
  source.addEventListener("gone", stop);
}

function stop() {
  source?.close();
  source = null;
}

// A page that nobody sees holds no connection; the first event tells one that is looked at again how the bag stands.
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);
document.addEventListener("bag:shown", () => {
  link?.setAttribute("data-live", "");
  listen();
});
