// Pictures into the library: chosen or dropped, one after another, each with its progress. Without this the form does it.
const form = document.querySelector("[data-upload]");
const input = form.querySelector("[type=file]");
const list = form.querySelector("ul");

const words = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

function send(file) {
  const line = document.createElement("li");
  const said = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  said.textContent = file.name;
  line.append(said, bar);
  list.append(line);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      bar.remove();
      const told = request.response?.files?.[0] ?? { error: true, said: words(form.dataset.failed, { name: file.name }) };
      line.classList.toggle("blocks", told.error);
      said.textContent = told.said;
      if (told.page) {
        const link = document.createElement("a");
        link.href = told.page;
        link.textContent = told.said;
        said.replaceChildren(link);
      }
      resolve();
    });
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("files", file);
    request.send(data);
  });
}

async function sendAll(files) {
  for (const file of files) await send(file);
  input.value = "";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...input.files]);
});
form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("is-over");
});
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("is-over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  sendAll([...event.dataTransfer.files]);
});
