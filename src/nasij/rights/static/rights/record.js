// The code stands behind "#" in the link, where no server sees it: put it into the field, and out
// of the address, so that it is neither kept in the history nor shared by mistake.
const field = document.querySelector("[data-code]");
const code = decodeURIComponent(window.location.hash.slice(1));
if (field && code) {
  field.value = code;
  window.history.replaceState(null, "", window.location.pathname);
  const button = field.form.querySelector("button[type=submit]");
  if (button) button.focus();
}
