// Enter in the headline goes to the lede, in the lede to the text. Shift+Enter is a line break where the field has lines.
const NEXT = { headline: "[name=standfirst]", standfirst: ".ProseMirror[contenteditable=true]" };

addEventListener("keydown", (event) => {
  const { target, key, shiftKey, ctrlKey, metaKey, altKey, isComposing } = event;
  if (key !== "Enter" || shiftKey || ctrlKey || metaKey || altKey || isComposing || !target.form) return;
  const next = NEXT[target.name] && document.querySelector(NEXT[target.name]);
  if (!next) return;
  event.preventDefault();
  next.focus();
});
