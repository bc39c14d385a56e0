// The keyboard on the screen; a physical one types into the same field.
for (const board of document.querySelectorAll("[data-keys]")) {
  const field = document.getElementById(board.dataset.keys);
  board.hidden = false;
  // The system's own keyboard would cover half of the screen.
  field.inputMode = "none";
  board.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key === undefined) return;
    if (key === "clear") field.value = "";
    else if (key === "erase") field.value = field.value.slice(0, -1);
    else if (field.value.length < field.maxLength) field.value += key;
  });
}
