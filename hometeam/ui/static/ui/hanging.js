// A picture of many members to move about in. What it shows is on the page in words; without this script nothing is missing.

const box = document.querySelector("[data-hanging]");

// Cytoscape draws on a canvas and knows no oklch(): the browser says what each colour is.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function colour(name) {
  const probe = document.createElement("i");
  probe.style.color = `var(--${name})`;
  box.append(probe);
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = getComputedStyle(probe).color;
  canvas.fillRect(0, 0, 1, 1);
  probe.remove();
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

function draw(data) {
  // It would write a style of its own into the page, which the page does not allow; ours says the same.
  document.querySelector("[href*='hanging.']").id = "__________cytoscape_stylesheet";
  const hues = ["help", "spread", "cheer", "make", "trade"].map(colour);
  const [ink, card, edge] = ["ink", "card", "edge"].map(colour);
  const picture = window.cytoscape({
    container: box.querySelector("[data-picture]"),
    elements: [
      ...data.members.map(([id, name, number, x, y]) => ({ data: { id: `m${id}`, page: id, name, hue: hues[number % hues.length] }, position: { x, y } })),
      ...data.ties.map(([one, other]) => ({ data: { source: `m${one}`, target: `m${other}` } })),
    ],
    layout: { name: "preset", padding: 24 },
    style: [
      { selector: "node", style: { width: 16, height: 16, "background-color": "data(hue)", label: "data(name)", color: ink, "font-size": 9, "min-zoomed-font-size": 9, "text-outline-color": card, "text-outline-width": 2 } },
      { selector: "edge", style: { width: 1, "line-color": edge, opacity: 0.35, "curve-style": "haystack" } },
    ],
    autoungrabify: true,
  });
  // The wheel belongs to the page; with Ctrl, or by pinching, it belongs to the picture.
  box.addEventListener("wheel", (event) => event.ctrlKey || event.metaKey || event.stopPropagation(), { capture: true });
  picture.on("tap", "node", ({ target }) => { window.location.href = data.address.replace(/\/0$/u, `/${target.data("page")}`); });
}

// Whom it shows comes after the page, which says all of it in words. A line that fails leaves the page as it is.
async function lookCloser() {
  const answer = await fetch(box.dataset.hanging).catch(() => null);
  if (!answer?.ok) return;
  const data = await answer.json();
  box.hidden = false;
  draw(data);
}

if (box && window.cytoscape) lookCloser();
