// The icons and pictures, put into the page once. Used from their files, the browser would make a document of its own
// for every use and keep it: the screen would become slower with every view.

const FILES = ["pictures/icons.svg", "pictures/scenes.svg"];

/** Load the pictures; until they are there, and if they do not come, the screen says the same in words. */
export async function hang() {
  await Promise.allSettled(FILES.map(async (file) => {
    const text = await (await fetch(file)).text();
    const { documentElement: symbols } = new DOMParser().parseFromString(text, "image/svg+xml");
    symbols.setAttribute("hidden", "");
    document.body.append(symbols);
  }));
}
