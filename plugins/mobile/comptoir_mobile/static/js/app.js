// Everything works without scripts; these make it an app.
import "./bag.js";
import "./buy.js";
import "./gallery.js";
import "./live.js";
import "./memory.js";
import "./scanner.js";
import "./search.js";
import { reloadWhenReachable } from "./fragments.js";

// A page from the worker's memory says so itself; else the browser knows.
const away = document.getElementById("away");
function showConnection() {
  const remembered = document.body.dataset.seen !== undefined;
  if (away) away.hidden = navigator.onLine && !remembered;
  for (const button of document.querySelectorAll("form[method=post] button")) {
    if (button.dataset.fixed === undefined) button.dataset.fixed = button.disabled;
    button.disabled = button.dataset.fixed === "true" || !navigator.onLine || remembered;
  }
}
addEventListener("online", () => { if (document.body.dataset.seen !== undefined) reloadWhenReachable(); else showConnection(); });
addEventListener("offline", showConnection);
if (!navigator.onLine || document.body.dataset.seen !== undefined) showConnection();

document.querySelector("[data-back]")?.addEventListener("click", (event) => {
  // Back where one came from, when that was a page of the app.
  if (!document.referrer.startsWith(`${location.origin}/mobile/`) || history.length < 2) return;
  event.preventDefault();
  history.back();
});
