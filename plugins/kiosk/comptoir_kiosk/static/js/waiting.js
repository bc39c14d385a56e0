// A payment under way at the reader: asks every second how it stands, then shows what came of it.
const waiting = document.querySelector("[data-waits]");

async function look() {
  try {
    const answer = await fetch(`${waiting.dataset.waits}/state`);
    if (answer.ok && !(await answer.json()).waits) {
      location.replace(waiting.dataset.waits);
      return;
    }
  } catch {
    // The shop is asked again until it answers.
  }
  setTimeout(look, 1000);
}

if (waiting) setTimeout(look, 1000);
