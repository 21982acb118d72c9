// What is typed into the form of a story goes to the desk every few seconds and when the page is left; what the desk
// answers about others who have the story open is shown. Where it does not answer, the browser keeps the text.
const TICK = 1_000;
const TYPED_EVERY = 2_500;
const BEAT_EVERY = 7_500;
const RETRY_AFTER = 4_000;
const PATIENCE = 10_000;

const strip = document.getElementById("typed");
const form = document.getElementById("article_form");

// -- what the page says -----------------------------------------------------------------------------------------------

const line = (name) => document.querySelector(`[data-say="${name}"]`);

// Shows a line of the page, hides it (""), or shows it with other words.
function say(name, words) {
  const place = line(name);
  if (typeof words === "string" && words && place.textContent !== words) place.textContent = words;
  place.hidden = !words;
}

function sayWhoElse(others) {
  const shown = [...document.querySelectorAll('[data-say="others"]')];
  if (shown.map((place) => place.textContent).join() === others.join()) return; // or a screen reader says it again
  shown.forEach((place) => place.remove());
  for (const words of others.toReversed()) {
    const place = document.createElement("p");
    place.className = "typed-line";
    place.dataset.say = "others";
    place.textContent = words;
    line("newer").parentElement.prepend(place);
  }
}

const TROUBLES = ["logged-out", "unreachable", "refused"];
const trouble = (name, words = true) => TROUBLES.forEach((one) => say(one, one === name && words));

// -- what the form holds ----------------------------------------------------------------------------------------------

const isTyped = ([name, value]) =>
  typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.startsWith("_") && !name.includes("__prefix__");
const snapshot = () => JSON.stringify([...new FormData(form)].filter(isTyped));
const value = (name) => form.elements[name].value;
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? value("csrfmiddlewaretoken");

function newSheet() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  form.elements.sheet.value = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// -- what the browser keeps while the desk cannot ---------------------------------------------------------------------

const PREFIX = `desk-typed:${strip?.dataset.who}:`;

const here = {
  keep(typed) {
    const copy = { address: strip.dataset.address, version: value("seen_version"), typed };
    try {
      localStorage.setItem(PREFIX + value("sheet"), JSON.stringify(copy));
    } catch {
      // full, or forbidden by the browser: the page itself still holds the text
    }
  },
  drop(sheet) {
    try {
      localStorage.removeItem(PREFIX + sheet);
    } catch {
      // forbidden: then there is nothing to drop
    }
  },
  all() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
      return keys.map((key) => ({ sheet: key.slice(PREFIX.length), ...JSON.parse(localStorage.getItem(key)) }));
    } catch {
      return [];
    }
  },
};

// -- sending ----------------------------------------------------------------------------------------------------------

// The answer as an object, or what went wrong: "logged-out", "unreachable", or the desk's own words.
async function post(fields, options = {}) {
  const body = new FormData();
  for (const [name, words] of Object.entries({ who: strip.dataset.who, ...fields })) body.set(name, words);
  let answer;
  try {
    const headers = { "X-CSRFToken": token() };
    const signal = options.keepalive ? undefined : AbortSignal.timeout(PATIENCE);
    answer = await fetch(strip.dataset.address, { method: "POST", body, headers, signal, redirect: "manual", ...options });
  } catch {
    return { trouble: "unreachable" };
  }
  if (answer.type === "opaqueredirect") return { trouble: "logged-out" };
  if (answer.status >= 500) return { trouble: "unreachable", answered: true };
  try {
    const said = await answer.json();
    return said.error ? { trouble: "refused", words: said.error } : said;
  } catch {
    return { trouble: "refused", words: line("refused").dataset.words };
  }
}

let sent; // the last snapshot that the desk has, or that was there when the page was opened
let lastTry = 0;
let underWay = null;
let leaving = false;

const isDirty = () => snapshot() !== sent;

async function exchange() {
  const typed = snapshot();
  const fields = { sheet: value("sheet"), version: value("seen_version") };
  if (typed !== sent) fields.typed = typed;
  lastTry = Date.now();
  const answer = await post(fields);
  if (answer.trouble) {
    if (typed !== sent) here.keep(typed);
    trouble(answer.trouble, answer.words);
    return answer;
  }
  if (!answer.kept) { // this form was saved or discarded, in another tab or before one went back to it
    newSheet();
    sent = typed === sent ? snapshot() : null;
    return answer;
  }
  trouble(null);
  here.drop(fields.sheet);
  if (fields.typed) {
    sent = typed;
    say("kept", line("kept").dataset.words.replace("%(at)s", answer.at));
  }
  if (answer.others) sayWhoElse(answer.others);
  if (answer.newer !== undefined) say("newer", answer.newer);
  return answer;
}

// One at a time, so that an older text never arrives after a newer one.
function send() {
  underWay ??= exchange().finally(() => { underWay = null; });
  return underWay;
}

function tick() {
  if (leaving || underWay) return;
  const since = Date.now() - lastTry;
  const troubled = TROUBLES.some((name) => !line(name).hidden);
  if (since > BEAT_EVERY || (isDirty() && since > (troubled ? RETRY_AFTER : TYPED_EVERY))) send();
}

function leave() {
  if (leaving) return;
  const typed = snapshot();
  const fields = { sheet: value("sheet"), version: value("seen_version"), left: 1 };
  if (typed !== sent) {
    here.keep(typed); // browsers carry only so much from a page that is gone
    fields.typed = typed;
  }
  post(fields, { keepalive: true }).then((answer) => {
    if (answer.trouble) return;
    here.drop(fields.sheet);
    sent = typed;
  });
}

// -- saving -----------------------------------------------------------------------------------------------------------

let letGo = false; // the next submit goes through
let warned = false; // that the desk answers with errors: who saves all the same may

// A save leaves the page only once the desk has what was typed: into no log-in page, and no page of an error.
async function save(event) {
  if (event.defaultPrevented) return;
  form.elements.csrfmiddlewaretoken.value = token(); // a log-in in another tab made a new one
  if (letGo) {
    leaving = true;
    setTimeout(() => { leaving = false; }, PATIENCE); // where the browser stayed on the page after all
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  await underWay;
  const answer = await send();
  const lost = ["logged-out", "unreachable"].includes(answer.trouble) && !(answer.answered && warned);
  warned = lost;
  if (lost) return;
  letGo = true;
  form.requestSubmit(button);
  letGo = false;
}

// -- coming back ------------------------------------------------------------------------------------------------------

// What this browser kept of this story while the desk could not be reached is handed over, and offered.
async function handOver() {
  for (const { sheet, address, version, typed } of here.all()) {
    if (address !== strip.dataset.address || sheet === value("sheet")) continue;
    const answer = await post({ sheet, version, typed, left: 1 });
    if (answer.trouble) continue;
    here.drop(sheet);
    if (!answer.kept || document.querySelector(`a[href="?restore=${sheet}"]`)) continue; // saved after all, or offered already
    line("found").querySelector("a").href = `?restore=${sheet}`;
    say("found", true);
  }
}

if (strip && form) {
  sent = snapshot();
  handOver();
  send();
  setInterval(tick, TICK);
  form.addEventListener("submit", save);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (!leaving && (document.visibilityState === "visible" || isDirty())) send();
  });
}
