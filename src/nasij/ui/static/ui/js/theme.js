// Runs before the first paint, so that a dark page never flashes white. Reading needs none of it.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-js");
  const read = () => {
    try { return localStorage.getItem("nasij-theme"); } catch { return null; }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.theme = read() || (dark.matches ? "dark" : "light");
  };
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch]");
    if (!button) return;
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("nasij-theme", next); } catch { /* a private window: this page only */ }
    root.dataset.theme = next;
    button.setAttribute("aria-pressed", String(next === "dark"));
  });
})();
