// Dragging a card to another day, as an addition to the menu of each card: it opens the same form, filled in.
// A scheduled edition leads to the page that reschedules it; nothing that readers see moves by dragging.

const board = document.querySelector("[data-board]");
let dragged = null;

for (const card of board.querySelectorAll("[data-move]")) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    card.classList.add("moving");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.querySelector("h2").textContent);
  });
  card.addEventListener("dragend", () => {
    card.classList.remove("moving");
    dragged = null;
    leave();
  });
}

function leave() {
  board.querySelector("td.over")?.classList.remove("over");
  board.querySelector(".drop-here")?.remove();
}

board.addEventListener("dragover", (event) => {
  const cell = event.target.closest("td[data-day]");
  if (!dragged || !cell || cell === dragged.closest("td")) return;
  event.preventDefault();
  if (cell.classList.contains("over")) return;
  leave();
  cell.classList.add("over");
  const place = document.createElement("p");
  place.className = "drop-here";
  place.textContent = cell.dataset.said;
  cell.prepend(place);
});

board.addEventListener("drop", (event) => {
  const cell = event.target.closest("td[data-day]");
  if (!dragged || !cell) return;
  event.preventDefault();
  const address = new URL(dragged.dataset.move, location.href);
  if (!("asks" in dragged.dataset)) address.searchParams.set("day", cell.dataset.day);
  location.assign(address);
});

document.addEventListener("click", (event) => {
  for (const open of board.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.activeElement?.closest("details[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

board.closest("main").querySelector("[data-dragging]").hidden = false;
