// The state of saving in words, in the one place that screen readers listen to.
import { counted } from "saving/counted";
import { isSaved, onChange, state } from "saving/state";

const place = document.querySelector("[data-saved]");
const words = JSON.parse(document.getElementById("saving-words")?.textContent ?? "{}");
const icons = document.getElementById("saving-icons");

// [kind, words, time, icon]
function now() {
  if (state.isSaving) return ["saving", words.saving];
  if (state.conflict) return ["conflict", words.conflict, "", "error"];
  if (state.errors) return ["errors", counted(words.errors, state.errors), "", "error"];
  if (state.trouble === "unreachable") return ["offline", words.offline, "", "warning"];
  if (state.trouble) return [state.trouble, state.trouble === "refused" ? words.refused : words.loggedOut, "", "error"];
  if (isSaved()) return state.savedAt ? ["saved", words.saved, state.savedAt, "done"] : ["untouched", ""];
  return state.autosavedAt ? ["autosaved", words.autosaved, state.autosavedAt, "done"] : ["saving", words.saving];
}

function show() {
  const [kind, said, at = "", icon = ""] = now();
  if (place.dataset.state === kind && place.dataset.at === at && place.dataset.said === said) return;
  // what goes on by itself is seen, and not read out each time
  const isQuiet = kind === "saving" || place.dataset.state === kind;
  place.setAttribute("aria-live", isQuiet ? "off" : "polite");
  [place.dataset.state, place.dataset.at, place.dataset.said] = [kind, at, said];
  place.classList.toggle("bad", icon === "error");
  const line = document.createElement("span");
  const [before, after] = said.split("{at}");
  line.append(before);
  if (at) {
    const time = document.createElement("time");
    time.textContent = at;
    line.append(time, after ?? "");
  }
  const drawn = icons?.content.querySelector(`[data-icon="${icon}"] svg`)?.cloneNode(true);
  place.replaceChildren(...(drawn ? [drawn] : []), ...(said ? [line] : []));
}

if (place) {
  onChange(show);
  for (const name of ["input", "change"]) document.addEventListener(name, () => queueMicrotask(show));
}
