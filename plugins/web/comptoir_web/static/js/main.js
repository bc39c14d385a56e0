// Everything works without scripts; these make it quicker. No script is needed to shop.
import "./bag.js";
import "./buy-box.js";
import "./filter-form.js";
import "./gallery.js";
import "./hand-over.js";
import "./live.js";
import "./search-box.js";

document.documentElement.classList.add("js");

const offline = document.getElementById("offline");
const showConnection = () => { if (offline) offline.hidden = navigator.onLine; };
addEventListener("online", showConnection);
addEventListener("offline", showConnection);
showConnection();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.locale[open], details.mobile-menu[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
  document.activeElement?.closest(".primary__item")?.classList.add("is-dismissed");
});
document.addEventListener("focusout", (event) => {
  const item = event.target.closest?.(".primary__item");
  if (item && !item.contains(event.relatedTarget)) item.classList.remove("is-dismissed");
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.locale[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
