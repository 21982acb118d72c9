// A choice from a long list, searched while one types: an input over the select that is sent. Arrows, Enter, Escape.
import { el } from "newsroom/dialog";
import { changed, fill, words } from "room/words";

const WAIT = 200;
let made = 0;

export function dress(select) {
  if (select.closest(".combo")) return;
  const id = `combo-${++made}`;
  const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`) ?? select.closest(".cell, .prop")?.querySelector("label");
  const list = el("ul", { id: `${id}-list`, class: "suggest", role: "listbox", hidden: true });
  const status = el("span", { class: "visually-hidden", role: "status" });
  const input = el("input", {
    id, class: "field", type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
    "aria-expanded": "false", "aria-controls": list.id, "aria-label": label?.textContent.trim(),
    "aria-invalid": select.getAttribute("aria-invalid"), "aria-describedby": select.getAttribute("aria-describedby"), "data-combobox-input": true,
  });
  list.setAttribute("aria-label", label?.textContent.trim() ?? "");
  const box = el("span", { class: "combo" });
  select.before(box);
  box.append(select, input, list, status);
  if (label?.htmlFor) label.addEventListener("click", () => input.focus());

  const chosen = () => select.selectedOptions[0]?.value ? select.selectedOptions[0].textContent : "";
  const show = () => { input.value = chosen(); };
  let options = [], active = -1, timer = 0, asked = 0;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    active = (number + options.length) % options.length;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
    list.children[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[active].id);
  }

  function take(one) {
    if (one && ![...select.options].some(({ value }) => value === String(one.id))) select.add(new Option(one.text, one.id));
    if (!one && ![...select.options].some(({ value }) => value === "")) select.add(new Option("", ""), 0);
    select.value = one ? one.id : "";
    changed(select);
    show();
    close();
  }

  async function ask() {
    const mine = ++asked;
    const address = new URL(select.dataset.combobox, location.href);
    const { appLabel: app_label, modelName: model_name, fieldName: field_name } = select.dataset;
    address.search = new URLSearchParams({ term: input.value.trim(), app_label, model_name, field_name });
    const response = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok || mine !== asked || document.activeElement !== input) return;
    options = (await response.json()).results;
    list.replaceChildren(...options.map((one, number) => el("li", {
      id: `${list.id}-${number}`, role: "option", "aria-selected": "false",
      onpointerdown: (event) => { event.preventDefault(); take(one); },
    }, one.text)));
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = options.length ? fill(words.results, { count: options.length }) : words.noMatch;
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); };
  input.addEventListener("input", (event) => { event.stopPropagation(); later(); });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked++;
    if (!input.value.trim() && select.value) take(null); // it was emptied
    show();
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown" && options.length) choose(active + 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(active < 0 ? -1 : active - 1);
    else if (event.key === "Enter") { if (!list.hidden && active >= 0) take(options[active]); }
    else if (event.key === "Escape" && !list.hidden) { show(); close(); }
    else return;
    event.preventDefault();
  });
  select.addEventListener("change", show);
  show();
}

export const dressAll = (root = document) => root.querySelectorAll("select[data-combobox]").forEach(dress);
dressAll();
