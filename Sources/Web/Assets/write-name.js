// A name written by hand: strokes on a square of 1,000, sent as "x,y x,y …;x,y …". Without it the other imprints are there.

const pad = document.getElementById("pad");
const paper = pad.querySelector("svg");
const sent = pad.querySelector("input");
const seals = document.querySelector(".seals");
const strokes = [];

let radio = seals.querySelector('input[value="written"]');
if (radio === null) {
  const label = document.createElement("label");
  radio = document.createElement("input");
  radio.type = "radio";
  radio.name = "imprint";
  radio.value = "written";
  const picture = paper.cloneNode();
  picture.removeAttribute("aria-labelledby");
  picture.setAttribute("class", "seal-img pad-small");
  picture.setAttribute("aria-hidden", "true");
  const name = document.createElement("span");
  name.textContent = pad.dataset.choice;
  label.append(radio, picture, name);
  seals.append(label);
}

const clear = document.createElement("button");
clear.type = "button";
clear.className = "btn";
clear.textContent = pad.dataset.clear;
pad.append(clear);

const show = () => {
  pad.hidden = !radio.checked;
  sent.value = strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
};
seals.addEventListener("change", show);
clear.addEventListener("click", () => {
  strokes.length = 0;
  paper.replaceChildren();
  show();
});

let line = null;
const point = (event) => {
  const edge = paper.getBoundingClientRect();
  const within = (part) => Math.min(Math.max(Math.round(part * 1000), 0), 1000);
  return [within((event.clientX - edge.left) / edge.width), within((event.clientY - edge.top) / edge.height)];
};
paper.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  paper.setPointerCapture(event.pointerId);
  line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  paper.append(line);
  strokes.push([point(event)]);
});
paper.addEventListener("pointermove", (event) => {
  if (line === null || strokes.flat().length >= 3000) return;
  const stroke = strokes.at(-1);
  const [x, y] = point(event);
  const [lastX, lastY] = stroke.at(-1);
  if (Math.hypot(x - lastX, y - lastY) < 4) return;
  stroke.push([x, y]);
  line.setAttribute("points", stroke.map((part) => part.join(",")).join(" "));
});
for (const end of ["pointerup", "pointercancel"]) {
  paper.addEventListener(end, () => {
    line = null;
    show();
  });
}
show();
