// [data-job="…json url…"]: asks how far the work is; {"done": n, "total": n, "text": "…", "state": "…", "url": "…"}.
// Without script the page offers a link that reloads it.
(function () {
  "use strict";
  const finished = ["done", "failed", "cancelled"];
  const watch = async (box) => {
    let wait = 800;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 1.3, 5000);
      let job;
      try {
        const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
        if (!answer.ok) continue;
        job = await answer.json();
      } catch { continue; }
      const bar = box.querySelector("progress");
      if (job.total) { bar.max = job.total; bar.value = job.done; }
      if (job.text) box.querySelector("[data-job-text]").textContent = job.text;
      if (finished.includes(job.state)) {
        if (job.url) location.assign(job.url); else location.reload();
        return;
      }
    }
  };
  for (const box of document.querySelectorAll("[data-job]")) {
    const link = box.querySelector("[data-job-refresh]");
    if (link) link.hidden = true;
    watch(box);
  }
})();
