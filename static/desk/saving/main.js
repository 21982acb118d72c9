// The form of a story is saved without leaving its page. Without scripts it is a form like any other.
import "saving/bars";
import "saving/status";
import { start } from "saving/autosave";
import { form, strip, token } from "saving/form";
import { save } from "saving/save";
import { begin, onChange, set, state } from "saving/state";

const words = JSON.parse(document.getElementById("saving-words")?.textContent ?? "{}");
let isOnItsWay = false; // to the page of a step
let isWhole = false; // the next submit leaves the page with the form

function go(address) {
  set({ isLeaving: true });
  location.assign(address);
  setTimeout(() => set({ isLeaving: false }), 10_000); // where the browser stayed on the page after all
}

async function submit(event) {
  if (event.defaultPrevented) return;
  form.elements.csrfmiddlewaretoken.value = token(); // a log-in in another tab made a new one
  const button = event.submitter;
  if (isWhole || button?.hasAttribute("data-whole") || (state.conflict && button?.closest("[data-main], [data-main-too]"))) {
    set({ isLeaving: true });
    return;
  }
  event.preventDefault();
  if (isOnItsWay) return;
  const isPreview = button?.name === "_step" && button.value === "preview";
  const tab = isPreview ? open("", "_blank") : null; // a browser opens tabs only while a key or button is pressed
  isOnItsWay = button?.name === "_step";
  const onward = await save(button).finally(() => { isOnItsWay = false; });
  if (tab) {
    if (onward) tab.location = onward;
    else tab.close();
  } else if (onward) go(onward);
}

// In a conflict the main button combines both versions.
function relabel() {
  for (const button of document.querySelectorAll("[data-main], [data-main-too]")) {
    if (!state.conflict || button.dataset.before !== undefined) continue;
    button.dataset.before = button.textContent;
    [button.textContent, button.disabled] = [words.combine, false];
  }
}

addEventListener("keydown", (event) => {
  if (!strip || !form || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  if (!isOnItsWay) save(document.querySelector("[data-save]"));
});

if (strip && form) {
  const isChanged = [...form.elements].some((field) => field.type === "textarea" && field.name !== "body" && field.value !== field.defaultValue);
  const isRefused = document.querySelector("[data-refused]:not([hidden])") !== null;
  begin({ isNew: "restored" in strip.dataset || isRefused || isChanged, isUnsent: isChanged });
  start(() => save());
  form.addEventListener("submit", submit);
  document.addEventListener("saving:facts", relabel);
  onChange(relabel);
}
