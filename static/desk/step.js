// The button of the page that publishes names the act, and says what is still to be decided. Blocked, it leads to the
// first thing that has to be corrected.
const form = document.getElementById("step_form");
const button = form?.querySelector("[data-act]");
const hint = form?.querySelector("[data-hint]");
const chosen = (name) => form.querySelector(`[name="${name}"]:checked`)?.value;
const has = (name) => form.querySelector(`[name="${name}"]`) !== null;

// Of what is missing, the first: the sentence that says so, and the field to go to.
function missing() {
  if (has("change") && !chosen("change") && chosen("check") !== "ask") return ["needChange", '[name="change"]'];
  if (has("check") && !chosen("check")) return ["needCheck", '[name="check"]'];
  const when = form.querySelector("[data-clock]");
  if (chosen("when") === "at" && !when?.dataset.moment) return ["needAt", '[name="at-time"]'];
  return null;
}

function label() {
  if (chosen("check") === "ask") return ["ask", "askHint"];
  if (chosen("when") === "at") return ["at", "atHint"];
  return [has("change") ? chosen("change") ?? "publish" : "publish", "nowHint"];
}

// A time that was typed before one chose “Now” after all is not sent.
function keepTime() {
  for (const field of form.querySelectorAll("[data-clock] :is(input, select)")) field.disabled = has("when") && chosen("when") !== "at";
}

function show() {
  keepTime();
  const [act, said] = label();
  const when = form.querySelector("[data-clock]")?.dataset.short ?? "";
  const named = act === "at" && !when ? button.dataset.publish : button.dataset[act].replace("%(when)s", when);
  if (button.textContent !== named) button.textContent = named;
  const lacks = missing();
  const blocked = button.dataset.blocked !== undefined && chosen("check") !== "ask";
  button.toggleAttribute("data-stopped", Boolean(lacks) || blocked);
  if (lacks || blocked) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  if (hint) hint.textContent = lacks ? button.dataset[lacks[0]] : button.dataset[said];
}

function stop(event) {
  if (button.dataset.stopped === undefined) return;
  event.preventDefault();
  const link = document.querySelector("#act-hint a");
  const lacks = missing();
  if (button.dataset.blocked !== undefined && link) location.assign(link.href);
  else if (lacks) form.querySelector(lacks[1])?.focus();
}

if (button) {
  form.addEventListener("change", show);
  form.addEventListener("input", show);
  form.addEventListener("moment", show);
  form.addEventListener("submit", stop);
  show();
}

// Refused: what is wrong is where one looks first.
document.querySelector(".decide [role=alert]")?.scrollIntoView({ block: "center" });
