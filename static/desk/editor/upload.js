// Photos on their way into the library, each by itself and with its progress; and what is then said of them.
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// The pages beside the library's: `beside(library, "upload")`.
export const beside = (library, page) => library.replace(/library\/$/, `${page}/`);

export const photosIn = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));

// What the server says of a file: {said, error, photo, card, form}. Nothing is thrown: a failure is told like a refusal.
export function send(file, { address, failed, progress = () => {} }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => lengthComputable && progress(loaded / total));
    request.addEventListener("loadend", () => resolve(request.response?.files?.[0] ?? { error: true, said: failed.replace("{name}", file.name) }));
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token());
    data.append("files", file);
    request.send(data);
  });
}

// What the server says of descriptions: {photos, errors}, the errors by the photo's key; null where it did not answer.
export async function describe(address, described) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", token());
  for (const [key, values] of Object.entries(described)) {
    data.append("photo", key);
    for (const [name, value] of Object.entries(values)) data.append(`p${key}-${name}`, value);
  }
  try {
    const response = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
    return response.status === 403 ? { forbidden: true } : await response.json();
  } catch {
    return null;
  }
}
