import { bytes, challenge, get, onPress, post } from "./passkeys.js";

const button = document.getElementById("approve");
onPress(button, () => button.dataset.failed, async () => {
  const { statement, publicKey } = await post(`${button.dataset.path}/options`, {});
  // The passkey approves these bytes; they have to be the ones whose digest stands on the page.
  const digest = await challenge("chigiri-register-approval-v1", bytes(statement));
  if (digest !== button.dataset.digest) throw new Error("other bytes");
  await post(button.dataset.path, await get(publicKey));
  location.reload();
});
