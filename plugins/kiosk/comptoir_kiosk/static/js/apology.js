// A screen that shows a fault tries the start again by itself.
setTimeout(() => location.replace(`${document.body.dataset.root}/`), 30_000);
