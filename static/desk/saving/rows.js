// The rows of a form that was saved: each gets the key under which it is stored, and those that were taken out go.
import { form } from "saving/form";

const NUMBERED = /^(\w+)-(\d+)-(id|DELETE)$/;

// The fields with the rows' keys as they are now, by the number under which they are sent.
export function sentRows() {
  const rows = {};
  for (const field of form.elements) {
    const [, prefix, number, name] = NUMBERED.exec(field.name) ?? [];
    if (prefix) ((rows[prefix] ??= {})[number] ??= {})[name] = field;
  }
  return rows;
}

export function takeKeys(stored, sent) {
  for (const [prefix, { order, keys }] of Object.entries(stored)) {
    for (const [number, fields] of Object.entries(sent[prefix] ?? {})) {
      if (keys[number]) fields.id.value = keys[number];
      else if (fields.wasRemoved) remove(fields);
    }
    base(prefix).value = order.join(" ");
  }
}

// What of them was marked as removed when they were sent: it may be put back meanwhile.
export function markRemoved(sent) {
  for (const rows of Object.values(sent)) {
    for (const fields of Object.values(rows)) fields.wasRemoved = Boolean(fields.DELETE?.checked);
  }
}

function remove({ id, DELETE }) {
  if (DELETE.checked) DELETE.closest("[data-row]")?.remove();
  else id.value = ""; // put back while it was removed: it is a new row
}

function base(prefix) {
  const found = form.elements[`${prefix}-BASE`];
  if (found) return found;
  const made = Object.assign(document.createElement("input"), { type: "hidden", name: `${prefix}-BASE` });
  form.append(made);
  return made;
}
