// What the page knows of its text: what of it is saved, what is autosaved, and what stands in the way.
import { strip, toCompare } from "saving/form";

export const state = {
  saved: null, // as the draft has it; null: the draft never had what this form holds
  savedAt: strip?.dataset.savedAt ?? "",
  sent: null, // as the server has it, saved or autosaved
  autosavedAt: strip?.dataset.autosavedAt ?? "",
  isSaving: false,
  isLeaving: false,
  trouble: null, // logged-out, unreachable, refused
  conflict: false,
  errors: 0,
  again: false, // a save that did not reach the server is tried again
};

const listeners = [];
export const onChange = (listener) => listeners.push(listener);

export function set(changes) {
  Object.assign(state, changes);
  for (const listener of listeners) listener();
}

export const isSaved = () => settled() === state.saved;
export const isSent = () => settled() === state.sent;

// Until somebody types, whatever scripts make of the form as the page comes is still what was loaded.
const COMES = 3_000;
let isTouched = false;

function settled() {
  const now = toCompare();
  if (!isTouched) [state.sent, state.saved] = [now, state.saved === null ? null : now];
  return now;
}

const touch = ({ isTrusted }) => { isTouched ||= isTrusted; };
for (const name of ["input", "change", "keydown", "pointerdown", "paste", "drop"]) document.addEventListener(name, touch, true);

// What the form holds when the page has come. `isNew`: the draft never had these words; `isUnsent`: nor had the server.
export function begin({ isNew, isUnsent }) {
  const now = toCompare();
  isTouched ||= isUnsent;
  setTimeout(() => { isTouched = true; }, COMES);
  set({ sent: isUnsent ? null : now, saved: isNew ? null : now });
}
