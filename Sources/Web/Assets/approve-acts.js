import { bytes, challenge, create, get, onPress, post } from "./passkeys.js";

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

for (const button of document.querySelectorAll("button.approve")) {
  onPress(button, () => button.dataset.failed, async () => {
    const { act, publicKey } = await post(`/acts/${button.dataset.act}/options`, {});
    // The passkey approves these bytes; they have to be the ones whose digest stands on the page.
    if ((await challenge("chigiri-critical-act-v1", bytes(act))) !== button.dataset.digest) throw new Error("other bytes");
    await post(`/acts/${button.dataset.act}/approval`, await get(publicKey));
    location.reload();
  });
}
