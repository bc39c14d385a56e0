// The gallery: thumbnails bring a picture into view, and show which one is seen.
class ProductGallery extends HTMLElement {
  connectedCallback() {
    this.stage = this.querySelector(".gallery__stage");
    this.addEventListener("click", (event) => {
      const thumb = event.target.closest(".gallery__thumbs a");
      if (!thumb) return;
      event.preventDefault();
      this.showPicture(thumb.dataset.picture);
    });
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) this.#mark(entry.target.id);
    }, { root: this.stage, threshold: 0.6 });
    for (const picture of this.querySelectorAll(".gallery__picture[id]")) watcher.observe(picture);
  }

  showPicture(address) {
    const thumb = [...this.querySelectorAll(".gallery__thumbs a")].find((link) => link.dataset.picture === address);
    const picture = thumb && this.querySelector(thumb.getAttribute("href"));
    if (picture) this.stage.scrollTo({ left: picture.offsetLeft - this.stage.offsetLeft });
  }

  #mark(id) {
    for (const thumb of this.querySelectorAll(".gallery__thumbs a")) {
      if (thumb.getAttribute("href") === `#${id}`) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    }
  }
}
customElements.define("product-gallery", ProductGallery);
