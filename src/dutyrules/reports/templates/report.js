(() => {
  "use strict";
  // Opens whatever holds the place that the address names.
  const reveal = () => {
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  addEventListener("beforeprint", () => {
    for (const entry of document.querySelectorAll("details.one:not(.later), details.sheet")) entry.open = true;
  });

  const box = document.getElementById("filter");
  if (!box) return;
  box.closest(".tool").hidden = false;
  const groups = [...document.querySelectorAll("#findings .group")].map((group) => {
    const head = group.querySelector(".grouphead").textContent;
    const rows = [...group.querySelectorAll("details.one, tr.line")].map((row) => ({
      row,
      text: (head + " " + (row.querySelector("summary") || row).textContent).toLowerCase(),
    }));
    return { group, rows };
  });
  const shown = document.getElementById("shown");
  const filter = () => {
    const wanted = box.value.trim().toLowerCase();
    let count = 0;
    for (const { group, rows } of groups) {
      let any = false;
      for (const { row, text } of rows) {
        row.hidden = !text.includes(wanted);
        any = any || !row.hidden;
        count += row.hidden ? 0 : 1;
      }
      group.hidden = !any;
    }
    shown.textContent = wanted ? String(count) : "";
  };
  box.addEventListener("input", filter);
})();
