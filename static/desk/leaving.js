// Before a page is left on which something is typed and not sent (a note, a quick fix, a reason), the browser asks.
// Forms with data-autosave keep what is typed (form-autosave.js), as the form of a story does (saving/autosave.js); a front asks
// for itself (front.js).
const TYPED = "textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=search], [type=submit])";
const forms = () => document.querySelectorAll("form.ask[method=post]:not(.front-form, [data-autosave])");
const isTyped = (field) => !field.readOnly && field.value !== field.defaultValue;
const isDirty = (form) => form.dataset.unsaved !== undefined || [...form.querySelectorAll(TYPED)].some(isTyped);

let sent = null; // the form with which the page is left

addEventListener("submit", (event) => { if (!event.defaultPrevented) sent = event.target; });
addEventListener("pageshow", () => { sent = null; }); // somebody came back to the page
addEventListener("beforeunload", (event) => {
  if ([...forms()].some((form) => form !== sent && isDirty(form))) event.preventDefault();
});
