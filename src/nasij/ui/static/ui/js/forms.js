// [data-guard]: asks before a form with unsaved words is left.
// [data-file-drop]: a file may be dropped on the field.
// [data-submit-on-change]: a filter applies itself; its button stays for those without script.
// .error-summary: what was refused is where the reader lands, however far down the form stands.
(function () {
  "use strict";
  document.querySelector(".error-summary")?.focus();

  let unsaved = false;
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", () => { unsaved = false; });
  }
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  for (const zone of document.querySelectorAll("[data-file-drop]")) {
    const input = zone.querySelector("input[type=file]");
    const over = (event) => { event.preventDefault(); zone.classList.add("is-over"); };
    const out = () => zone.classList.remove("is-over");
    zone.addEventListener("dragenter", over);
    zone.addEventListener("dragover", over);
    zone.addEventListener("dragleave", out);
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      out();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
    });
  }
})();
