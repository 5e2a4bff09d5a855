// [data-draft="name"]: what was typed into a form stays on the device until it was sent. The form's
// client_key is kept with it, so that sending twice records once. Without script the form works alike.
(function () {
  "use strict";
  // The page after sending says in its address which form was recorded: that draft is done with.
  const sent = new URLSearchParams(location.search).get("recorded");
  if (sent) {
    try {
      for (const key of Object.keys(localStorage)) {
        if ((localStorage.getItem(key) || "").includes(JSON.stringify(["client_key", sent]))) localStorage.removeItem(key);
      }
    } catch { /* nothing was kept */ }
  }
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const name = form.dataset.draft;
  const offline = form.querySelector("[data-offline]");
  const note = form.querySelector("[data-draft-kept]");
  const words = () => [...form.querySelectorAll("textarea, input[type=text]")];
  const fields = () => [...new FormData(form)].filter(([key]) => key !== "csrfmiddlewaretoken");
  const read = () => {
    try { return JSON.parse(localStorage.getItem(name) || "null"); } catch { return null; }
  };
  const drop = () => { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } };
  const keep = () => {
    try {
      if (words().some((field) => field.value.trim())) localStorage.setItem(name, JSON.stringify(fields()));
      else drop();
    } catch { /* no room, or storage refused: the form works without */ }
  };
  const put = ([key, value]) => {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(key)}"]`)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
  };
  // A firm the page was opened for stands in its field already; a draft of another one waits.
  const kept = read();
  const firm = form.querySelector("[name=firm]");
  const same = !kept || !firm || !firm.value || kept.some(([key, value]) => key === "firm" && value === firm.value);
  if (form.querySelector(".field--wrong")) keep();
  else if (kept && same) {
    kept.forEach(put);
    note.hidden = false;
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.querySelector("[data-draft-drop]").addEventListener("click", () => { drop(); location.reload(); });
  const network = () => { offline.hidden = navigator.onLine; };
  addEventListener("online", network);
  addEventListener("offline", network);
  network();
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    offline.focus();
  }, { capture: true });
})();
