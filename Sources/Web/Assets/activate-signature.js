import { bytes, create, get, onPress, post } from "./passkeys.js";

const acts = document.getElementById("acts");
const enrol = document.getElementById("enrol");
const sign = document.getElementById("sign");
const status = document.getElementById("status");

class Changed extends Error {}

function failed(error) {
  if (error instanceof Changed) return error.message;
  return navigator.onLine ? acts.dataset.failed : acts.dataset.offline;
}

onPress(enrol, failed, async () => {
  const { publicKey } = await post("/v1/signing/passkey/options", {});
  await post("/v1/signing/passkey", await create(publicKey));
  enrol.hidden = true;
  sign.hidden = false;
  status.textContent = acts.dataset.ready;
  sign.focus();
});

onPress(sign, failed, async () => {
  const begun = await post("/v1/signing/begin", {}).catch((error) => {
    // Her key has ended since: she makes another.
    if (error.code === "CREDENTIAL_MISSING") [enrol.hidden, sign.hidden] = [false, true];
    throw error;
  });
  // The passkey approves the digest of these bytes; they have to speak of the document that was shown here.
  const context = JSON.parse(new TextDecoder().decode(bytes(begun.context)));
  if (context.docs.length !== 1 || context.docs[0].sd !== acts.dataset.shown) throw new Changed(acts.dataset.changed);
  const credential = await get(begun.publicKey);
  status.textContent = acts.dataset.busy;
  await post("/v1/signing/activate", { activationId: begun.activationId, credential });
  location.assign("/signing/done");
});
