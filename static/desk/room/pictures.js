// The picture above a story and its gallery: chosen with the library's picker, and seen.
import { choose, gather } from "newsroom/library";
import { add, field, isRemoved, putBack, rowsOf } from "room/rows";
import { el } from "newsroom/dialog";
import { changed, words } from "room/words";

const { library } = document.querySelector("[data-pictures]").dataset;
const group = document.querySelector('[data-rows="gallery"]');
const box = document.getElementById("id_photo");

const ask = async (key) => {
  const response = await fetch(`${library}?${new URLSearchParams({ pk: key })}`).catch(() => null);
  return response?.ok ? (await response.json()).results[0] ?? null : undefined;
};

function show(row, photo) {
  const image = row.querySelector("[data-thumb]");
  image.hidden = !photo;
  if (photo) [image.src, image.alt] = [photo.square, photo.alt];
  const about = [photo ? photo.caption || photo.alt || words.unnamed : words.unknown];
  if (photo?.lacks) about.push(el("br"), el("strong", { class: "warn" }, words.lacks));
  row.querySelector("[data-about]").replaceChildren(...about);
}

const look = async (row) => {
  const key = field(row, "photo").value;
  const photo = key ? await ask(key) : undefined;
  if (photo !== undefined) show(row, photo);
};

const keyOf = (row) => field(row, "photo").value;
const has = (photo) => rowsOf(group).some((row) => keyOf(row) === String(photo.pk) && !isRemoved(row));

function take(photo) {
  const removed = rowsOf(group).find((row) => isRemoved(row) && keyOf(row) === String(photo.pk));
  if (removed) return putBack(group, removed); // taken out a moment ago: it stays
  const row = add(group);
  field(row, "photo").value = photo.pk;
  changed(field(row, "photo"));
  show(row, photo);
}

const adds = group.querySelector("[data-gallery-add]");
adds.hidden = false;
adds.addEventListener("click", () => gather({ library, words, has, take }));
for (const row of rowsOf(group)) if (field(row, "photo").getAttribute("aria-invalid") || !row.querySelector("[data-thumb]").src) look(row);

if (box) {
  const image = el("img", { class: "preview", alt: "", hidden: true, width: 96, height: 96 });
  const see = (photo) => {
    image.hidden = !photo;
    if (photo) [image.src, image.alt] = [photo.square, photo.alt];
  };
  const pick = async () => {
    const photo = await choose({ library, words });
    if (!photo) return;
    if (![...box.options].some(({ value }) => value === String(photo.pk))) box.add(new Option(photo.caption || photo.alt || words.unnamed, photo.pk));
    box.value = photo.pk;
    changed(box);
  };
  document.querySelector("[data-picture]").after(el("p", { class: "row" }, image, el("button", { type: "button", class: "button", onclick: pick }, words.choosePicture)));
  const seen = async () => see(box.value ? await ask(box.value) : null);
  box.addEventListener("change", seen);
  if (box.value) seen();
}
