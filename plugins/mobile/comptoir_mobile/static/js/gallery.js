// The gallery swipes by itself; this counts pictures, and shows the one of the chosen variant.
class SwipeGallery extends HTMLElement {
  connectedCallback() {
    this.stage = this.querySelector(".gallery__stage");
    this.number = this.querySelector("[data-at]");
    this.stage.addEventListener("scroll", () => {
      if (this.number) this.number.textContent = Math.round(this.stage.scrollLeft / this.stage.clientWidth) + 1;
    }, { passive: true });
  }

  showPicture(address) {
    const picture = [...this.stage.children].find((child) => child.dataset.picture === address);
    if (picture) this.stage.scrollTo({ left: picture.offsetLeft - this.stage.offsetLeft });
  }
}
customElements.define("swipe-gallery", SwipeGallery);
