// What the pages that use passkeys share: JSON with the server, and the two calls of WebAuthn.

export class Refusal extends Error {
  constructor(problem) {
    super(problem[document.documentElement.lang] ?? problem.en ?? "");
    this.reference = problem.reference;
    this.code = problem.code;
  }
}

/** Posts JSON; the answer, or a Refusal with words in the page's language. */
export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const value = text === "" ? {} : JSON.parse(text);
  if (!answer.ok) throw new Refusal(value);
  return value;
}

export function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function base64url(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The challenge for these exact bytes: SHA-256 over a label and them, hexadecimal. */
export async function challenge(label, approved) {
  const whole = new Uint8Array([...new TextEncoder().encode(label + "\0"), ...approved]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Makes a passkey; options and answer as WebAuthn Level 3 writes them in JSON. */
export async function create(options) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: options.excludeCredentials.map((known) => ({ ...known, id: bytes(known.id) })),
    },
  });
  return {
    id: credential.id,
    rawId: credential.id,
    type: credential.type,
    response: {
      attestationObject: base64url(credential.response.attestationObject),
      clientDataJSON: base64url(credential.response.clientDataJSON),
    },
  };
}

/** Has a passkey approve the challenge. */
export async function get(options) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: options.allowCredentials.map((known) => ({ ...known, id: bytes(known.id) })),
    },
  });
  return {
    id: credential.id,
    rawId: credential.id,
    type: credential.type,
    response: {
      authenticatorData: base64url(credential.response.authenticatorData),
      clientDataJSON: base64url(credential.response.clientDataJSON),
      signature: base64url(credential.response.signature),
    },
  };
}

/** Runs an act on a button: busy while it lasts, and its failure said beside it. */
export function onPress(button, failedText, act) {
  const failure = document.getElementById("failure");
  button.addEventListener("click", async () => {
    failure.hidden = true;
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      const reference = error.reference ? ` (${error.code} ${error.reference})` : "";
      failure.textContent = (error instanceof Refusal ? error.message : failedText(error)) + reference;
      failure.hidden = false;
    } finally {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  });
}
