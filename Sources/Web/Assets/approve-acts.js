import { bytes, create, get, onPress, post } from "./passkeys.js";

const form = document.getElementById("enrol-form");

function value(id) {
  const field = document.getElementById(id);
  if (!field.reportValidity()) throw new Error("incomplete");
  return field.value.trim();
}

onPress(document.getElementById("enrol"), () => form.dataset.failed, async () => {
  const { id, publicKey } = await post("/operators/options", { duty: value("op-duty") });
  await post(`/operators/${id}/passkey`, { credential: await create(publicKey), code: value("op-code") });
  location.reload();
});

async function challenge(act) {
  const label = new TextEncoder().encode("chigiri-critical-act-v1\0");
  const whole = new Uint8Array([...label, ...act]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

for (const button of document.querySelectorAll("button.approve")) {
  onPress(button, () => button.dataset.failed, async () => {
    const { act, publicKey } = await post(`/acts/${button.dataset.act}/options`, {});
    // The passkey approves these bytes; they have to be the ones whose digest stands on the page.
    if ((await challenge(bytes(act))) !== button.dataset.digest) throw new Error("other bytes");
    await post(`/acts/${button.dataset.act}/approval`, await get(publicKey));
    location.reload();
  });
}
