// Saving without leaving the page: the caret, the place on the page and what can be undone stay as they are.
import { sayConflict, sayNotices } from "saving/bars";
import { drop, keep } from "saving/copy";
import * as errors from "saving/errors";
import { refresh } from "saving/facts";
import { form, strip, toCompare, token, valueOf } from "saving/form";
import { inTurn, post } from "saving/post";
import { markRemoved, sentRows, takeKeys } from "saving/rows";
import { isSaved, set, state } from "saving/state";

let editor = null; // of the text
document.addEventListener("prose-editor:ready", ({ detail }) => { if (detail.textarea.name === "body") editor = detail.editor; });

// Where it leads: the address of a step, "" where it leads nowhere, null where nothing was saved.
export async function save(button) {
  set({ isSaving: true, again: false });
  const onward = await inTurn(() => request(button)).finally(() => set({ isSaving: false }));
  if (onward !== null && button?.name === "_step" && !isSaved()) return save(button); // typed meanwhile
  return onward;
}

async function request(button) {
  const sheet = valueOf("sheet");
  const rows = sentRows();
  markRemoved(rows);
  const compared = toCompare();
  const body = new FormData(form);
  body.set("csrfmiddlewaretoken", token()); // a log-in in another tab made a new one
  if (button?.name) body.append(button.name, button.value);
  const answer = await post(strip.dataset.story, body);
  if (answer.trouble) {
    keep();
    set({ trouble: answer.trouble, troubleWords: answer.words || strip.dataset.denied, again: answer.trouble !== "refused" });
    return null;
  }
  set({ trouble: null });
  if (answer.conflict) return refused({ conflict: true, errors: 0 }, () => sayConflict(answer.conflict));
  if (answer.errors) return refused({ errors: errors.show(answer.errors) });
  errors.clear();
  set({ errors: 0, conflict: false });
  if (answer.saved) {
    drop(sheet);
    take(answer.saved, compared, new Map(body), rows);
    if (!answer.onward) refresh();
  } else set({ saved: compared });
  return answer.onward ?? "";
}

function refused(changes, say = () => {}) {
  say();
  set(changes);
  return null;
}

// The form becomes the form of what was saved. What was typed while it was on its way stays.
function take(saved, compared, sent, rows) {
  const isUntouched = toCompare() === compared;
  form.elements.seen_version.value = saved.version;
  form.elements.sheet.value = saved.sheet;
  form.elements.csrfmiddlewaretoken.value = token();
  for (const [name, values] of Object.entries(saved.values)) put(name, values, sent.get(name));
  takeKeys(saved.rows, rows);
  [strip.dataset.address, strip.dataset.story] = [saved.typing, saved.address];
  if (location.pathname !== saved.address || location.search) history.replaceState(history.state, "", saved.address);
  const now = isUntouched ? toCompare() : null;
  set({ saved: now, sent: now, savedAt: saved.at, autosavedAt: "" });
  sayNotices(saved.notices);
}

// A field that the save made into something else, unless one is just writing in it.
function put(name, values, sent) {
  const field = form.elements[name];
  if (name === "body") editor?.commands.setContent(values[0] ?? "");
  if (!field || field === document.activeElement) return;
  if (field.type === "checkbox") field.checked = values.length > 0;
  else if (field.options?.length !== undefined && field.multiple) for (const one of field.options) one.selected = values.includes(one.value);
  else if (field.value.replaceAll("\r\n", "\n") === (sent ?? "").replaceAll("\r\n", "\n")) field.value = values[0] ?? "";
  field.dispatchEvent?.(new Event("saving:value", { bubbles: true }));
}
