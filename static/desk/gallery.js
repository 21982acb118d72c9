// The gallery of a story: pictures come from the library's picker, and move by buttons. Each line is Django's own.
import { el } from "newsroom/dialog";
import { gather } from "newsroom/library";

const group = document.getElementById("gallery-group");
const tools = document.getElementById("gallery-tools");

if (group && tools) {
  const words = JSON.parse(document.getElementById("gallery-words").textContent);
  const { library } = tools.dataset;
  const lines = () => [...group.querySelectorAll("tbody.form-group:not(.empty-form)")];
  const field = (line, name) => line.querySelector(`[name$="-${name}"]`);
  const isOut = (line) => field(line, "DELETE")?.checked;
  const changed = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

  const number = () => {
    const all = lines();
    all.forEach((line, place) => {
      field(line, "position").value = place;
      line.querySelector("[data-up]").disabled = place === 0;
      line.querySelector("[data-down]").disabled = place === all.length - 1;
    });
    changed(field(all[0], "position"));
  };

  const move = (line, step) => {
    const other = lines()[lines().indexOf(line) + step];
    if (!other) return;
    if (step < 0) other.before(line);
    else other.after(line);
    number();
    const button = line.querySelector(step < 0 ? "[data-up]" : "[data-down]");
    (button.disabled ? line.querySelector("[data-up]:enabled, [data-down]:enabled") : button)?.focus();
  };

  const show = (line, photo) => {
    const cell = line.querySelector(".field-shown .readonly");
    const about = photo ? [el("span", {}, photo.caption || photo.alt || words.unnamed)] : [el("strong", { class: "blocks" }, words.unknown)];
    if (photo?.lacks) about.push(el("strong", { class: "blocks" }, words.lacks));
    cell.replaceChildren(...(photo ? [el("img", { class: "preview", src: photo.square, alt: photo.alt, width: 96, height: 96 })] : []), el("span", { class: "gallery-about" }, ...about));
  };

  const look = async (line) => {
    const key = field(line, "photo").value;
    if (!key) return;
    const response = await fetch(`${library}?${new URLSearchParams({ pk: key })}`);
    if (response.ok) show(line, (await response.json()).results[0] ?? null);
  };

  const dress = (line) => {
    if (line.querySelector("[data-up]")) return;
    const button = (name, step) => el("button", { type: "button", class: "step", [`data-${name}`]: true, onclick: () => move(line, step) }, words[name]);
    field(line, "position").after(el("span", { class: "gallery-moves" }, button("up", -1), button("down", 1)));
    field(line, "photo").addEventListener("change", () => look(line));
    look(line);
  };

  const take = (photo) => {
    const out = lines().find((line) => isOut(line) && field(line, "photo").value === String(photo.pk));
    if (out) return field(out, "DELETE").click(); // taken out a moment ago: it stays
    group.querySelector(".add-row a, a.add-row").click();
    const line = lines().at(-1);
    dress(line);
    field(line, "photo").value = photo.pk;
    changed(field(line, "photo"));
    show(line, photo);
    number();
  };

  const has = (photo) => lines().some((line) => field(line, "photo").value === String(photo.pk) && !isOut(line));

  group.classList.add("is-dressed");
  tools.hidden = false;
  tools.querySelector("button").addEventListener("click", () => gather({ library, words, has, take }));
  lines().forEach(dress);
  if (lines().length) number();
  new MutationObserver(() => { // a line was added, or dragged
    lines().forEach(dress);
    if (lines().length) number();
  }).observe(group.querySelector("table"), { childList: true });
}
