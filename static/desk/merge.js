// Writing other words chooses them.
for (const words of document.querySelectorAll('textarea[name^="_hand-"]')) {
  words.addEventListener("input", () => {
    words.closest(".clash-side").querySelector("input").checked = true;
  });
}
