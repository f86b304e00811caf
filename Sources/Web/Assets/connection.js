// Without a connection a form would be lost on the browser's own error page: it is kept, and she is told.

const note = document.getElementById("offline");
const show = () => { note.hidden = navigator.onLine; };

for (const change of ["online", "offline"]) addEventListener(change, show);
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  show();
  note.scrollIntoView();
});
show();
