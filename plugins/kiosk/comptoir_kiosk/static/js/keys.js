// The keyboard on the screen; a physical one types into the same field. One board may serve several fields.
const WORDS = /(?:^|[\s-])$/;

function spell(board, field, key) {
  const upper = board.dataset.shift === "1" || (field.name in { name: 1, first: 1, last: 1, city: 1 } && WORDS.test(field.value));
  return upper ? key.toLocaleUpperCase() : key;
}

function press(board, field, key) {
  if (key === "clear") field.value = "";
  else if (key === "erase") field.value = field.value.slice(0, -1);
  else if (field.value.length < field.maxLength) field.value += spell(board, field, key);
}

function shift(board, on) {
  const button = board.querySelector("[data-key='shift']");
  if (!button) return;
  board.dataset.shift = on ? "1" : "";
  button.setAttribute("aria-pressed", String(on));
}

for (const board of document.querySelectorAll("[data-keys]")) {
  const fields = board.dataset.keys.split(" ").map((id) => document.getElementById(id));
  let field = fields.find((each) => each.getAttribute("aria-invalid")) ?? fields.find((each) => !each.value) ?? fields[0];
  const choose = (next) => {
    field = next;
    for (const each of fields) each.classList.toggle("field--active", fields.length > 1 && each === field);
  };
  board.hidden = false;
  for (const each of fields) {
    // The system's own keyboard would cover half of the screen.
    each.inputMode = "none";
    each.addEventListener("focus", () => choose(each));
  }
  choose(field);
  // On a low screen the keys stand at its bottom: what is typed into comes into sight above them.
  if (getComputedStyle(board).position === "fixed") field.form.scrollIntoView({ block: "nearest" });
  board.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key === undefined) return;
    if (key === "shift") shift(board, board.dataset.shift !== "1");
    else if (key === "next") fields[(fields.indexOf(field) + 1) % fields.length].focus();
    else { press(board, field, key); shift(board, false); }
  });
}
