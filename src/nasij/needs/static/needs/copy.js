// The page after a need was recorded. [data-copy="id"]: copies the text of that element; shown only where copying is possible.
(function () {
  "use strict";
  try { localStorage.removeItem("nasij-need"); } catch { /* nothing was kept */ } // the need is recorded
  if (!navigator.clipboard) return;
  for (const box of document.querySelectorAll("[data-copy-box]")) {
    box.hidden = false;
    const button = box.querySelector("[data-copy]");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
      button.textContent = button.dataset.done;
    });
  }
})();
