// What this phone keeps to be read without network: the worker keeps it, and is told what it cannot see itself.
const shown = location.href;

async function tell(what) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(what);
}

// The first page of all comes before there is a worker: it is kept once there is one.
function tellOfThisPage() {
  const pictures = [...document.images].filter((image) => image.complete && image.currentSrc);
  tell({ seen: shown, pictures: pictures.map((image) => image.currentSrc) });
}

if ("serviceWorker" in navigator && isSecureContext) {
  navigator.serviceWorker.register("/mobile/sw.js", { scope: "/mobile/" }).catch(() => {});
  if (performance.getEntriesByType("navigation")[0]?.workerStart === 0) {
    if (document.readyState === "complete") tellOfThisPage();
    else addEventListener("load", tellOfThisPage, { once: true });
  }
  document.addEventListener("bag:changed", () => tell({ seen: "/mobile/cart" }));
}
