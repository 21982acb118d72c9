// What is typed goes to the server when the hands rest, every few seconds, and when the page is left. It is no version.
import { say } from "saving/bars";
import { all, drop, keep } from "saving/copy";
import { form, newSheet, strip, toCompare, toSend, valueOf } from "saving/form";
import { inTurn, isBusy, post } from "saving/post";
import { sayWhoElse } from "saving/presence";
import { isSent, set, state } from "saving/state";

const TICK = 1_000;
const REST = 800;
const TYPED_EVERY = 2_500;
const BEAT_EVERY = 7_500;
const RETRY_AFTER = 4_000;
const COPY_AFTER = 250;

let lastTry = 0;

function body(fields) {
  const sent = new FormData();
  for (const [name, words] of Object.entries({ who: strip.dataset.who, ...fields })) sent.set(name, words);
  return sent;
}

const ofForm = () => ({ sheet: valueOf("sheet"), version: valueOf("seen_version") });

async function exchange() {
  const compared = toCompare();
  const fields = ofForm();
  if (compared !== state.sent) fields.typed = toSend();
  lastTry = Date.now();
  const answer = await post(strip.dataset.address, body(fields));
  if (answer.trouble) {
    if (fields.typed) keep();
    set({ trouble: answer.trouble, troubleWords: answer.words || strip.dataset.denied });
    return;
  }
  drop(fields.sheet);
  if (!answer.kept) { // this form was saved or discarded, in another tab or before one went back to it
    newSheet();
    set({ sent: compared === state.sent ? compared : null });
    return;
  }
  const isNews = fields.typed && compared !== state.saved;
  set({ trouble: null, ...(fields.typed ? { sent: compared } : {}), ...(isNews ? { autosavedAt: answer.at } : {}) });
  if (answer.others) sayWhoElse(answer.others);
  if (answer.newer !== undefined && !state.conflict) say("newer", answer.newer);
}

const send = () => inTurn(exchange);

function tick(again) {
  if (state.isLeaving || isBusy()) return;
  const since = Date.now() - lastTry;
  if (state.again && since > RETRY_AFTER) {
    lastTry = Date.now();
    again();
  } else if (since > BEAT_EVERY || (!isSent() && since > (state.trouble ? RETRY_AFTER : TYPED_EVERY))) send();
}

function leave() {
  if (state.isLeaving) return;
  if (state.isSaving) newSheet(); // the save closes the other one, whatever arrives first
  const fields = { ...ofForm(), left: 1 };
  if (!isSent()) {
    keep(); // browsers carry only so much from a page that is gone
    fields.typed = toSend();
  }
  const compared = toCompare();
  post(strip.dataset.address, body(fields), { keepalive: true }).then((answer) => {
    if (answer.trouble) return;
    drop(fields.sheet);
    state.sent = compared;
  });
}

// What this browser kept of this story while the server could not be reached is handed over, and offered.
async function handOver() {
  for (const { sheet, address, version, typed } of all()) {
    if (address !== strip.dataset.address || sheet === valueOf("sheet")) continue;
    const answer = await post(strip.dataset.address, body({ sheet, version, typed, left: 1 }));
    if (answer.trouble) continue;
    drop(sheet);
    if (!answer.kept || document.querySelector(`a[href="?restore=${sheet}"]`)) continue; // saved after all, or offered already
    document.querySelector('[data-bar-of="found"] a').href = `?restore=${sheet}`;
    say("found");
  }
}

function listen() {
  let rest = 0;
  let copy = 0;
  const typed = () => {
    clearTimeout(rest);
    rest = setTimeout(() => { if (!state.isLeaving && !isBusy() && !state.trouble && !isSent()) send(); }, REST);
    copy ||= setTimeout(() => { copy = 0; if (!isSent()) keep(); }, COPY_AFTER);
  };
  for (const name of ["input", "change", "room:text"]) document.addEventListener(name, typed);
}

export function start(again) {
  handOver();
  send();
  setInterval(() => tick(again), TICK);
  listen();
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) set({ isLeaving: false }); });
  addEventListener("online", () => { if (state.trouble) lastTry = 0; });
  addEventListener("beforeunload", (event) => {
    if (!state.isLeaving && !isSent() && !keep()) event.preventDefault(); // nothing else holds the text
  });
  document.addEventListener("visibilitychange", () => {
    if (!state.isLeaving && (document.visibilityState === "visible" || !isSent())) send();
  });
  form.dataset.kept = "";
}
