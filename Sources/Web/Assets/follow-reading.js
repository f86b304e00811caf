// How far she has read: the last page that came into sight.

const progress = document.getElementById("progress");
const bar = progress.querySelector("progress");
const said = progress.querySelector("span");
const sheets = [...document.querySelectorAll("figure.pg")];
let furthest = 0;

const sight = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) furthest = Math.max(furthest, sheets.indexOf(entry.target) + 1);
  }
  bar.value = furthest;
  said.textContent = progress.dataset.said.replace("{page}", furthest).replace("{pages}", sheets.length);
});
for (const sheet of sheets) sight.observe(sheet);
progress.hidden = false;
document.getElementById("read-all").hidden = true;
