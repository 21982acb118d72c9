// The form of a story, and what it holds.
export const strip = document.getElementById("typed");
export const form = document.getElementById("article_form");

const OF_ITSELF = /^(?:seen_version|sheet|.*-BASE)$/; // what the form says of itself, not what was typed
const isTyped = ([name, value]) =>
  typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.startsWith("_") && !name.includes("__prefix__");
const typed = () => [...new FormData(form)].filter(isTyped);

export const toSend = () => JSON.stringify(typed());
export const toCompare = () => JSON.stringify(typed().filter(([name]) => !OF_ITSELF.test(name)));
export const valueOf = (name) => form.elements[name].value;
export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? valueOf("csrfmiddlewaretoken");

// The key of what is typed from now on, for a form whose old key is done with.
export function newSheet() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  form.elements.sheet.value = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
