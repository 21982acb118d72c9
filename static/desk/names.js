// A name for screen readers where the libraries leave a field without one: the editor, and select2's box.
function labelOf(field) {
  return field && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
}

function nameBox(box) {
  const select = box.closest(".select2-container").previousElementSibling;
  const chosen = box.querySelector("[role=textbox]"); // it shows; nobody types here
  chosen?.removeAttribute("role");
  chosen?.removeAttribute("aria-readonly");
  const title = labelOf(select);
  const words = select?.getAttribute("aria-label");
  if (title) {
    title.id ||= `name-of-${select.id}`;
    box.setAttribute("aria-labelledby", `${title.id} ${chosen?.id}`);
  } else if (words) {
    box.setAttribute("aria-label", `${words}: ${chosen?.textContent}`);
    box.removeAttribute("aria-labelledby");
  }
  box.dataset.named = "";
}

function name() {
  for (const editor of document.querySelectorAll(".ProseMirror:not([aria-label])")) {
    const field = editor.closest(".prose-editor")?.querySelector("textarea");
    if (field?.lang) [editor.lang, editor.dir, editor.spellcheck] = [field.lang, field.dir, true];
    const title = labelOf(field);
    if (title) editor.setAttribute("aria-label", title.textContent.trim());
    editor.setAttribute("aria-multiline", "true");
  }
  document.querySelectorAll(".help-tooltip[aria-label]:not([role])").forEach((sign) => { sign.role = "img"; });
  document.querySelectorAll(".select2-selection[aria-labelledby]:not([data-named])").forEach(nameBox);
}

// The texts of a story are in the language that is chosen for it: the browser checks their spelling in that one.
function speak(language) {
  for (const text of document.querySelectorAll("#article_form :is([lang][spellcheck], .ProseMirror[lang])")) {
    [text.lang, text.dir] = [language, "auto"];
  }
}

addEventListener("DOMContentLoaded", () => {
  name();
  document.getElementById("id_language")?.addEventListener("change", ({ target }) => speak(target.value));
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
});

// Dark and light follow the system on every page. What was chosen when the desk still had a switch is forgotten.
localStorage.removeItem("_x_adminTheme");
localStorage.removeItem("adminTheme");
