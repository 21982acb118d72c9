// What is typed into a form with data-autosave (its name) is kept on the server while one types and when the page is
// left, is there again when the form is opened the next time, and is forgotten once the form is sent. Where the server
// does not answer, the browser keeps it. The other half: articles/desk/form_autosave_views.py.
const script = document.querySelector("script[data-form-autosave]");
const { to, who } = script.dataset;
const WAIT = 700;
const RETRY_AFTER = 4_000;
const PREFIX = `desk-form:${who}:`;
const forms = () => document.querySelectorAll("form[data-autosave]");
const states = new WeakMap();

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// -- what a form holds ------------------------------------------------------------------------------------------------

const isTyped = ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.startsWith("_");
const snapshot = (form) => JSON.stringify([...new FormData(form)].filter(isTyped));

function state(form) {
  if (!states.has(form)) {
    const page = uuid();
    for (const [name, value] of [["_autosave", form.dataset.autosave], ["_autosave_page", page]]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    states.set(form, { page, kept: snapshot(form), timer: 0, busy: false, sent: false, held: true, isTouched: false });
  }
  return states.get(form);
}

function fill(form, fields) {
  for (const [name, values] of Object.entries(fields)) {
    const waiting = [...values];
    for (const field of [...form.elements].filter((one) => one.name === name && one.type !== "hidden")) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
      else if (waiting.length) field.value = waiting.shift();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

// -- what the browser keeps while the server cannot -------------------------------------------------------------------

const here = {
  keep(name, copy) { try { localStorage.setItem(PREFIX + name, JSON.stringify(copy)); return true; } catch { return false; } }, // full or forbidden
  drop(name) { try { localStorage.removeItem(PREFIX + name); } catch { /* forbidden: nothing to drop */ } },
  get(name) { try { return JSON.parse(localStorage.getItem(PREFIX + name)); } catch { return null; } },
};

// -- sending ----------------------------------------------------------------------------------------------------------

async function post(form, fields, options = {}) {
  const body = new FormData();
  const { page } = state(form);
  for (const [name, words] of Object.entries({ who, page, form: form.dataset.autosave, ...fields })) body.set(name, words);
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(to, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual", ...options });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function save(form, options) {
  const its = state(form);
  clearTimeout(its.timer);
  const typed = snapshot(form);
  if (!its.isTouched || its.sent || typed === its.kept || (its.busy && !options)) return; // scripts of the page change fields, too
  its.busy = true;
  its.held = here.keep(form.dataset.autosave, { page: its.page, typed });
  try {
    await post(form, { typed }, options);
    its.kept = typed;
    here.drop(form.dataset.autosave);
    form.removeAttribute("data-autosave-failed");
  } catch {
    form.setAttribute("data-autosave-failed", "");
  }
  its.busy = false;
  if (!its.sent && snapshot(form) !== its.kept) its.timer = setTimeout(save, form.hasAttribute("data-autosave-failed") ? RETRY_AFTER : WAIT, form);
}

function typed(event) {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form || !event.isTrusted && !states.has(form)) return;
  const its = state(form);
  its.isTouched ||= event.isTrusted;
  clearTimeout(its.timer);
  its.timer = setTimeout(save, WAIT, form);
}

function leave() {
  for (const form of forms()) if (states.has(form)) save(form, { keepalive: true });
}

// -- coming back ------------------------------------------------------------------------------------------------------

function say(form, at) {
  const line = Object.assign(document.createElement("p"), { className: "restored" });
  line.setAttribute("role", "status");
  line.dataset.autosaveRestored = "";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: script.dataset.discard });
  button.dataset.autosaveDiscard = "";
  line.append(script.dataset.restored.replace("%(at)s", at), " ", button);
  (form.querySelector("[data-autosave-place]") ?? form).prepend(line);
}

// What the server could not be given is given to it now; it says if that was sent after all.
async function handOver(form, { page, typed }) {
  const answer = await post(form, { page, typed }).catch(() => ({ kept: true, failed: true }));
  if (!answer.failed) here.drop(form.dataset.autosave);
  if (!answer.kept) return null;
  const fields = {};
  for (const [name, value] of JSON.parse(typed)) (fields[name] ??= []).push(value);
  return { fields, at: new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format() };
}

async function restore(form) {
  const its = state(form);
  if (form.dataset.unsaved !== undefined) return; // it came back from the server with errors, as it was sent
  const left = here.get(form.dataset.autosave);
  let found = left ? await handOver(form, left) : null;
  if (!found && form.dataset.autosaveReady === undefined) {
    const answer = await fetch(`${to}?form=${encodeURIComponent(form.dataset.autosave)}`);
    found = answer.ok ? await answer.json() : null;
  }
  if (!found?.fields || snapshot(form) !== its.kept) return;
  fill(form, found.fields);
  if (snapshot(form) === its.kept) return;
  its.kept = snapshot(form);
  say(form, found.at);
}

async function discard(button) {
  const form = button.closest("form[data-autosave]");
  here.drop(form.dataset.autosave);
  await post(form, { discard: 1 });
  state(form).sent = true;
  location.reload();
}

for (const form of forms()) {
  state(form);
  restore(form).catch(() => {});
}
document.addEventListener("input", typed);
document.addEventListener("change", typed);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-autosave-discard]");
  if (button) discard(button).catch(() => {});
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.autosave === undefined) return;
  const its = state(form);
  if (snapshot(form) !== its.kept) here.keep(form.dataset.autosave, { page: its.page, typed: snapshot(form) });
  its.sent = true;
  clearTimeout(its.timer);
});
addEventListener("pageshow", (event) => { if (event.persisted) for (const form of forms()) state(form).sent = false; });
// Only where neither the server nor the browser could keep it, one is asked before it is lost.
addEventListener("beforeunload", (event) => {
  const lost = [...forms()].some((form) => form.hasAttribute("data-autosave-failed") && !state(form).held && !state(form).sent);
  if (lost) event.preventDefault();
});
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
