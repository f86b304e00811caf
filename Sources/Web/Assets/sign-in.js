import { get, onPress, post } from "./passkeys.js";

const button = document.getElementById("go");
onPress(button, () => button.dataset.failed, async () => {
  await post("/signin", await get(await post("/signin/options", {})));
  location.assign(button.dataset.next);
});
