// A page whose content goes on by itself: looked at again, and replaced where it has changed. Without a script there is a link.

const pause = 3000;

async function look() {
  if (document.visibilityState !== "visible") return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#main", ".sg-act", ".head"]) {
    const [old, fresh] = [document.querySelector(part), now.querySelector(part)];
    if (old !== null && fresh !== null && old.textContent !== fresh.textContent) old.replaceWith(fresh);
  }
  document.title = now.title;
}

setInterval(() => look().catch(() => {}), pause);
