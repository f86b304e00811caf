import { create, onPress, post } from "./passkeys.js";

const button = document.getElementById("go");
onPress(button, () => button.dataset.failed, async () => {
  await post("/passkeys", await create(await post("/passkeys/options", {})));
  location.assign(button.dataset.next);
});
