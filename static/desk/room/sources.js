// Sources as one-line rows that open in place; statements without one are found in what is typed now, and cited.
import { reveal } from "room/panel";
import { add, field, isRemoved, rowsOf } from "room/rows";
import { changed, fill, form, words } from "room/words";

const group = document.querySelector('[data-rows="citations"]');
const section = document.getElementById("attributions");
const look = document.querySelector("[data-look]");
const WAIT = 3000;

export const cited = () => rowsOf(group).filter((row) => !isRemoved(row));
export const statementOf = (row) => field(row, "statement").value.trim();
export const unsourced = () => [...(section?.querySelectorAll("[data-cite]") ?? [])].map((button) => button.dataset.statement);

function summary(row) {
  const put = (name, text) => { row.querySelector(`[data-of="${name}"]`).textContent = text; };
  const source = field(row, "source").selectedOptions[0];
  if (source?.value) put("source", source.textContent);
  put("kind", field(row, "kind").selectedOptions[0]?.textContent ?? "");
  put("statement", statementOf(row));
}

function say() {
  const number = unsourced().length;
  const sum = document.querySelector("#g-sources [data-sum]");
  if (number) sum.textContent = number === 1 ? words.unsourcedOne : fill(words.unsourcedMany, { count: number });
  else if (sum.classList.contains("warn")) sum.textContent = cited().length;
  sum.classList.toggle("warn", number > 0);
  for (const count of document.querySelectorAll("[data-unsourced-count]")) count.textContent = number || "";
  document.dispatchEvent(new Event("room:sources"));
}

async function find() {
  const typed = new FormData(form);
  const asked = new FormData();
  for (const name of ["csrfmiddlewaretoken", "standfirst", "body"]) asked.set(name, typed.get(name) ?? "");
  for (const row of cited()) if (statementOf(row)) asked.append("cited", statementOf(row));
  const answer = await fetch(section.dataset.address, { method: "POST", body: asked }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  section.querySelector("[data-found]").innerHTML = await answer.text();
  show();
}

function show() {
  for (const button of section.querySelectorAll("button[hidden]")) button.hidden = false;
  say();
}

// Opens a row with the statement. Its source is for people to choose.
export function cite({ statement, kind }) {
  const row = add(group);
  field(row, "statement").value = statement;
  if (kind) field(row, "kind").value = kind;
  for (const name of ["statement", "kind"]) changed(field(row, name));
  row.open = true;
  reveal(row);
  row.querySelector("[data-combobox-input]").focus();
}

document.addEventListener("newsroom:cite", ({ detail }) => cite(detail));

export function citeFound(statement) {
  const button = [...section.querySelectorAll("[data-cite]")].find((one) => one.dataset.statement === statement);
  button?.click();
}

group.addEventListener("room:row", ({ detail }) => {
  const button = detail.row.querySelector("[data-show]");
  button.hidden = false;
  button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("room:show", { detail: statementOf(detail.row) })));
});
for (const row of rowsOf(group)) group.dispatchEvent(new CustomEvent("room:row", { detail: { row } }));
group.addEventListener("change", ({ target }) => {
  const row = target.closest("[data-row]");
  if (row) summary(row);
  document.dispatchEvent(new Event("room:sources"));
});

if (section) {
  show();
  look.hidden = false;
  look.addEventListener("click", find);
  section.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-cite]");
    if (!button) return;
    const { statement, kind } = button.dataset;
    button.closest("li").remove();
    say();
    cite({ statement, kind });
  });
  let timer = 0;
  document.addEventListener("room:text", () => { clearTimeout(timer); timer = setTimeout(find, WAIT); });
}
