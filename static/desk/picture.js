// The picture above a story: chosen with the library's picker, and seen. The box beside it is Django's own.
import { el } from "newsroom/dialog";
import { choose } from "newsroom/library";

const box = document.getElementById("id_photo");
const tools = document.getElementById("gallery-tools");

if (box && tools) {
  const words = JSON.parse(document.getElementById("gallery-words").textContent);
  const { library } = tools.dataset;
  const image = el("img", { class: "preview", alt: "", hidden: true, width: 96, height: 96 });

  const show = (photo) => {
    image.hidden = !photo;
    if (photo) [image.src, image.alt] = [photo.square, photo.alt];
  };

  const look = async () => {
    if (!box.value) return show(null);
    const response = await fetch(`${library}?${new URLSearchParams({ pk: box.value })}`);
    if (response.ok) show((await response.json()).results[0] ?? null);
  };

  const pick = async () => {
    const photo = await choose({ library, words });
    if (!photo) return;
    if (![...box.options].some(({ value }) => value === String(photo.pk))) box.add(new Option(photo.caption || photo.alt || words.unnamed, photo.pk));
    box.value = photo.pk;
    window.django?.jQuery(box).trigger("change"); // select2 hears nothing else
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const button = el("button", { type: "button", class: "step", onclick: pick }, words.choosePicture);
  box.closest(".related-widget-wrapper").after(el("p", { class: "picture-tools" }, image, button));
  box.addEventListener("change", look);
  look();
}
