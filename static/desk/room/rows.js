// Rows of a form: added, moved, removed. Their positions are numbered here and shown nowhere.
import { dressAll } from "room/combobox";
import { changed, form } from "room/words";

const total = (group) => form.elements[`${group.dataset.rows}-TOTAL_FORMS`];
export const rowsOf = (group) => [...group.querySelectorAll("[data-row]")];
export const isRemoved = (row) => row.hidden;
export const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

function number(group) {
  rowsOf(group).forEach((row, place) => { field(row, "position").value = place; });
  const shown = rowsOf(group).filter((row) => !isRemoved(row));
  shown.forEach((row, place) => {
    row.querySelector("[data-up]").disabled = place === 0;
    row.querySelector("[data-down]").disabled = place === shown.length - 1;
  });
}

export function add(group) {
  const count = total(group);
  const made = group.querySelector("[data-row-new]").content.cloneNode(true);
  const row = made.querySelector("[data-row]");
  for (const element of row.querySelectorAll("[id], [name], [for], [aria-describedby], [data-field]")) {
    for (const name of ["id", "name", "for", "aria-describedby", "data-field"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replaceAll("__prefix__", count.value));
    }
  }
  count.value = Number(count.value) + 1;
  group.querySelector("[data-row-list]").append(made);
  dress(group, row);
  number(group);
  changed(field(row, "position"));
  return row;
}

function move(group, row, step) {
  const shown = rowsOf(group).filter((one) => !isRemoved(one));
  const other = shown[shown.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  number(group);
  changed(field(row, "position"));
  const button = row.querySelector(step < 0 ? "[data-up]" : "[data-down]");
  (button.disabled ? row.querySelector("[data-up]:enabled, [data-down]:enabled") : button)?.focus();
}

export function remove(group, row) {
  const shown = rowsOf(group).filter((one) => !isRemoved(one));
  const next = shown[shown.indexOf(row) + 1] ?? shown[shown.indexOf(row) - 1];
  const box = field(row, "DELETE");
  box.checked = true;
  row.hidden = true;
  changed(box);
  number(group);
  (next?.querySelector("summary, [data-remove]") ?? group.querySelector("[data-row-add], [data-gallery-add]"))?.focus();
}

export function putBack(group, row) {
  field(row, "DELETE").checked = false;
  row.hidden = false;
  number(group);
  changed(field(row, "DELETE"));
}

function dress(group, row) {
  const acts = { up: () => move(group, row, -1), down: () => move(group, row, 1), remove: () => remove(group, row) };
  for (const [name, act] of Object.entries(acts)) {
    const button = row.querySelector(`[data-${name}]`);
    button.hidden = false;
    button.addEventListener("click", act);
  }
  if (field(row, "DELETE")?.checked) row.hidden = true;
  dressAll(row);
  group.dispatchEvent(new CustomEvent("room:row", { detail: { row }, bubbles: true }));
}

for (const group of document.querySelectorAll("[data-rows]")) {
  rowsOf(group).forEach((row) => dress(group, row));
  const shown = rowsOf(group).filter((row) => !isRemoved(row));
  shown.forEach((row, place) => {
    row.querySelector("[data-up]").disabled = place === 0;
    row.querySelector("[data-down]").disabled = place === shown.length - 1;
  });
  const button = group.querySelector("[data-row-add]");
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = add(group);
    (row.querySelector("[data-combobox-input], input:not([type=hidden]), textarea") ?? row).focus();
  });
}
