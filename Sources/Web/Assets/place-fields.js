// Boxes of signatures and text fields on the page pictures: dragged, or moved with the arrow keys. The number fields are
// what is sent.

const pages = document.getElementById("pages");
const millimetre = 72 / 25.4;

for (const block of document.querySelectorAll(".placed")) {
  const index = block.dataset.box;
  const signer = block.closest(".signer-block").dataset.signer;
  const field = (name) => document.getElementById(name + index);
  const [page, x, y, width] = [field("page"), field("x"), field("y"), field("width")];
  const name = field("name") ?? field("label");
  const size = () =>
    width === null
      ? { width: Number(pages.dataset.boxWidth), height: Number(pages.dataset.boxHeight) }
      : { width: Number(width.value) * millimetre, height: Number(pages.dataset.textHeight) };
  const spot = document.createElement("button");
  spot.type = "button";
  spot.className = "spot";
  spot.dataset.party = String((Number(signer) - 1) % 3);
  const label = document.createElement("b");
  spot.append(label);

  const placer = () => pages.querySelector(`.placer[data-page="${page.value}"]`);
  const show = () => {
    label.textContent = name.value === "" ? `${index}` : name.value;
    spot.setAttribute("aria-label", `${label.textContent} ${page.value}: ${x.value} mm, ${y.value} mm`);
    const sheet = placer();
    spot.hidden = sheet === null || (name.value === "" && !name.required);
    if (sheet === null) return;
    if (spot.parentElement !== sheet) sheet.append(spot);
    const [box, paper] = [size(), { width: Number(sheet.dataset.width), height: Number(sheet.dataset.height) }];
    spot.style.left = `${(Number(x.value) * millimetre * 100) / paper.width}%`;
    spot.style.top = `${(Number(y.value) * millimetre * 100) / paper.height}%`;
    spot.style.width = `${(box.width * 100) / paper.width}%`;
    spot.style.height = `${(box.height * 100) / paper.height}%`;
  };
  const move = (left, top) => {
    const [sheet, box] = [placer(), size()];
    const most = {
      x: (Number(sheet.dataset.width) - box.width) / millimetre,
      y: (Number(sheet.dataset.height) - box.height) / millimetre,
    };
    x.value = Math.min(Math.max(left, 0), Math.max(most.x, 0)).toFixed(1);
    y.value = Math.min(Math.max(top, 0), Math.max(most.y, 0)).toFixed(1);
    show();
  };

  let held = null;
  spot.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, left: Number(x.value), top: Number(y.value) };
    spot.setPointerCapture(event.pointerId);
  });
  spot.addEventListener("pointermove", (event) => {
    if (held === null) return;
    const sheet = placer();
    const scale = Number(sheet.dataset.width) / sheet.clientWidth / millimetre;
    move(held.left + (event.clientX - held.x) * scale, held.top + (event.clientY - held.y) * scale);
  });
  for (const end of ["pointerup", "pointercancel"]) spot.addEventListener(end, () => { held = null; });
  spot.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(Number(x.value) + by[0], Number(y.value) + by[1]);
  });
  for (const input of [page, x, y, name, width]) input?.addEventListener("input", show);
  show();
}

// A double press on a page puts the box there whose row has been touched last.
let current = document.querySelector(".placed");
for (const block of document.querySelectorAll(".placed")) {
  block.addEventListener("focusin", (event) => {
    current = block;
    event.stopPropagation();
  });
}
for (const sheet of pages.querySelectorAll(".placer")) {
  sheet.addEventListener("dblclick", (event) => {
    const index = current.dataset.box;
    const scale = Number(sheet.dataset.width) / sheet.clientWidth / millimetre;
    const edge = sheet.getBoundingClientRect();
    document.getElementById("page" + index).value = sheet.dataset.page;
    document.getElementById("x" + index).value = ((event.clientX - edge.left) * scale).toFixed(1);
    document.getElementById("y" + index).value = ((event.clientY - edge.top) * scale).toFixed(1);
    document.getElementById("x" + index).dispatchEvent(new Event("input"));
  });
}
