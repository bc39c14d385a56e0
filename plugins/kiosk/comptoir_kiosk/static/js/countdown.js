// How long a code is still good.
const line = document.querySelector("[data-expires]");

function show() {
  const left = Math.floor((Date.parse(line.dataset.expires) - Date.now()) / 1000);
  line.textContent = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : line.dataset.over;
  if (left <= 0) {
    document.querySelector("[data-code]").textContent = "";
    document.querySelector(".qr")?.remove();
    clearInterval(timer);
  }
}

const timer = line ? setInterval(show, 1000) : 0;
if (line) show();
