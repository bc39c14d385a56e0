// A screen that nobody touches asks whether somebody is there, then forgets them.
const dialog = document.getElementById("idle");
const root = document.body.dataset.root;
const seconds = (name) => Number(document.body.dataset[name]) * 1000;
// The attract screen is nobody's, unless somebody went back to it with a bag.
const watched = dialog && (!document.body.classList.contains("attract") || document.querySelector("[data-someone]"));
let touched = Date.now();
let leaving = false;

function touch() {
  if (!dialog.open) touched = Date.now();
}

function stay() {
  dialog.close();
  touched = Date.now();
}

async function leave() {
  if (leaving) return;
  leaving = true;
  document.getElementById("main")?.replaceChildren();
  try {
    const answer = await fetch(`${root}/reset`, { method: "POST", redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error("refused");
    location.replace(`${root}/`);
  } catch {
    // Nothing of the visitor is on the screen any more; the shop is asked again until it answers.
    setTimeout(() => { leaving = false; }, 5000);
  }
}

function look() {
  const quiet = Date.now() - touched;
  if (quiet < seconds("idle")) return;
  if (!dialog.open) dialog.showModal();
  const left = Math.ceil((seconds("idle") + seconds("grace") - quiet) / 1000);
  dialog.querySelector("[data-left]").textContent = String(Math.max(left, 0));
  if (left <= 0) leave();
}

if (watched) {
  for (const name of ["pointerdown", "pointermove", "keydown", "scroll", "wheel"]) {
    addEventListener(name, touch, { passive: true, capture: true });
  }
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.addEventListener("close", () => { touched = Date.now(); });
  setInterval(look, 250);
}
