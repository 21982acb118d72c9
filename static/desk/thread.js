// Notes are sent, and marked, without leaving the page: something unsaved may stand in the form above.
const thread = document.querySelector("[data-thread]");

function lost(form) {
  form.querySelector("[role=alert]")?.remove();
  const words = document.createElement("p");
  words.className = "blocks";
  words.setAttribute("role", "alert");
  words.textContent = thread.dataset.lost;
  form.prepend(words);
}

thread?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const typed = thread.querySelector("textarea").value;
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
    });
    // to the log-in, where the session has ended
    if (answer.redirected || ![200, 422].includes(answer.status)) throw new Error(answer.status);
    thread.innerHTML = await answer.text();
    const field = thread.querySelector("textarea");
    if (!form.elements.text) field.value = typed; // a mark was set while a note was begun
    (thread.querySelector("[role=alert]") ? field : thread.querySelector("[role=status]")).focus();
  } catch {
    button.disabled = false;
    lost(form);
  }
});
