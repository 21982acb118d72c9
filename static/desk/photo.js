// The page of a picture: its focal point set by a click or by arrow keys, and what its file says taken over by a click.
const image = document.querySelector("[data-focal]");
const [x, y] = ["x", "y"].map((axis) => document.getElementById(`id_focus_${axis}`));

if (image && x && y) {
  const place = document.createElement("button");
  place.type = "button";
  place.className = "focal";
  const dot = document.createElement("span");
  dot.className = "focal-dot";
  image.replaceWith(place);
  place.append(image, dot);
  image.draggable = false;

  const show = () => {
    const at = [x, y].map((field) => Math.round(100 * (Number.parseFloat(field.value) || 0)));
    [dot.style.left, dot.style.top] = at.map((percent) => `${percent}%`);
    place.setAttribute("aria-label", `${document.querySelector("label[for=id_focus_x]").textContent.trim()} ${at[0]} %, ${document.querySelector("label[for=id_focus_y]").textContent.trim()} ${at[1]} %`);
  };
  const set = (left, top) => {
    [[x, left], [y, top]].forEach(([field, value]) => {
      field.value = Math.min(1, Math.max(0, value)).toFixed(2);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  };
  place.addEventListener("click", (event) => {
    if (!event.detail) return; // pressed by a key: the arrows move it
    const box = image.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  place.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 0.1 : 0.02;
    set(Number(x.value) + step[0] * far, Number(y.value) + step[1] * far);
  });
  [x, y].forEach((field) => field.addEventListener("change", show));
  show();
}

for (const button of document.querySelectorAll("[data-take]")) {
  const field = document.getElementById(`id_${button.dataset.into}`);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = button.dataset.take;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
}
