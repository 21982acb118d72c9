// Suggestions of what the text attributes to somebody: asked for what is typed now; “Cite this” opens a line with it.
const section = document.getElementById("attributions");
const form = document.getElementById("article_form");

const isStatement = ([name, value]) => /^citations-\d+-statement$/.test(name) && value;

async function look() {
  const typed = new FormData(form);
  const asked = new FormData();
  for (const name of ["csrfmiddlewaretoken", "standfirst", "body"]) asked.set(name, typed.get(name) ?? "");
  for (const [, statement] of [...typed].filter(isStatement)) asked.append("cited", statement);
  const answer = await fetch(section.dataset.address, { method: "POST", body: asked });
  if (!answer.ok) return;
  section.querySelector("[data-found]").innerHTML = await answer.text();
  reveal();
}

// The line is Django's own: its link is pressed, and what it opened is filled in. The source is for people to choose.
function cite({ kind, statement }) {
  const number = form.elements["citations-TOTAL_FORMS"].value;
  document.querySelector("#citations-group .add-row a, #citations-group a.add-row").click();
  const field = (name) => form.elements[`citations-${number}-${name}`];
  field("statement").value = statement;
  field("kind").value = kind;
  for (const name of ["statement", "kind"]) field(name).dispatchEvent(new Event("change", { bubbles: true }));
  field("statement").closest(".inline-related, fieldset").scrollIntoView({ block: "center" });
  const source = field("source");
  (source.nextElementSibling?.querySelector(".select2-selection") ?? source).focus();
}

function reveal() {
  for (const button of section.querySelectorAll("button[hidden]")) button.hidden = false;
}

if (section) {
  reveal();
  section.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.matches("[data-look]")) look();
    if (!button?.matches("[data-cite]")) return;
    cite(button.dataset);
    button.closest("li").remove();
  });
}

// Words that were selected in the text.
document.addEventListener("newsroom:cite", ({ detail }) => cite(detail));
