// The bar of the text editor, and how long the text is, move to the line that stays in view.
const tools = document.querySelector("[data-tools]");

document.addEventListener("prose-editor:ready", function move({ detail }) {
  const editor = detail.textarea.closest(".prose-editor");
  const bar = editor.querySelector(".prose-menubar[role=toolbar]");
  if (!bar) return requestAnimationFrame(() => move({ detail })); // it is not dressed yet
  tools.querySelector("[data-toolbar]").append(bar);
  tools.querySelector("[data-length]").append(document.querySelector(`output[for="${CSS.escape(detail.textarea.id)}"][data-counts]`));
});
