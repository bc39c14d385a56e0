// Lists what this phone looked at last, from the app's own memory of pages.
import { reloadWhenReachable } from "./fragments.js";

const names = (await caches.keys()).filter((name) => name.startsWith("mobile-pages-"));
const list = document.querySelector("seen-pages ul");
for (const name of names) {
  const kept = await caches.open(name);
  for (const request of (await kept.keys()).reverse()) {
    const page = new DOMParser().parseFromString(await (await kept.match(request)).text(), "text/html");
    const link = Object.assign(document.createElement("a"), { href: request.url, className: "rows__row" });
    link.textContent = page.querySelector("h1")?.textContent.trim() || page.title;
    const row = document.createElement("li");
    row.append(link);
    list.append(row);
  }
}
document.querySelector("seen-pages").hidden = !list.children.length;
document.querySelector("[data-again]").addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
addEventListener("online", reloadWhenReachable);
