// Before anything is painted: light or dark paper, where the reader chose one of them (see site.js).
try {
  const chosen = localStorage.getItem("scheme")
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen
} catch {
  // storage is closed to us: the system decides
}
