// Runs before anything is drawn: an entry of the history that another visit left behind leads to the start.
(() => {
  const { visit, root } = document.documentElement.dataset;
  if (history.state?.visit && history.state.visit !== visit) {
    document.documentElement.hidden = true;
    location.replace(`${root}/`);
  } else {
    history.replaceState({ visit }, "");
  }
})();
