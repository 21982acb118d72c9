// “Copy” beside an address. Where the browser has no clipboard for us, the button stays hidden and the field can be selected.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = button.parentElement.querySelector("input[readonly]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      await navigator.clipboard.writeText(field.value);
    });
  }
}
