import { create, onPress, post } from "./passkeys.js";

const button = document.getElementById("go");
onPress(button, () => button.dataset.failed, async () => {
  await post("/passkeys", await create(JSON.parse(button.dataset.options)));
  location.assign(button.dataset.next);
});
