// What does not fit is scrolled by large buttons beside it: a thin scroll bar is no target for a finger.

const observer = new ResizeObserver(update);
let region = null;

/** Watch the region in the middle of the screen. */
export function watchOverflow() {
  const now = document.querySelector(".content");
  if (now !== region) {
    observer.disconnect();
    region = now;
    observer.observe(region);
    region.addEventListener("scroll", update, { passive: true });
  }
  update();
}

function update() {
  const beyond = region.scrollHeight - region.clientHeight;
  const scrolls = beyond > 2;
  document.querySelector(".scrolling").hidden = !scrolls;
  region.tabIndex = scrolls ? 0 : -1;
  mark("[data-scrolls='-1']", region.scrollTop <= 1);
  mark("[data-scrolls='1']", region.scrollTop >= beyond - 1);
}

function mark(selector, atEnd) {
  document.querySelector(selector).setAttribute("aria-disabled", String(atEnd));
}
