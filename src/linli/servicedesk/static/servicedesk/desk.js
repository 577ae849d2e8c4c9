/* What the desk gains where scripts run: keys, and a half-typed report that outlives a reload. All else is HTML. */
(() => {
  "use strict";
  const form = document.getElementById("report");
  const field = (name) => form?.elements[name];

  /* A half-typed report stays in this browser until it is kept, and for a day at most. */
  const DAY = 24 * 3600 * 1000;
  const place = form && `report:${form.dataset.keep}`;
  const typed = () => ({
    at: Date.now(), key: field("key").value, q: field("q").value, name: field("name").value, phone: field("phone").value,
    text: field("text").value, caller: form.querySelector("[name=caller]:checked")?.value ?? "",
    channel: form.querySelector("[name=channel]:checked")?.value ?? "",
  });
  const isEmpty = (report) => !(report.q || report.name || report.phone || report.text || report.caller);
  const keep = () => { const report = typed(); if (isEmpty(report)) localStorage.removeItem(place); else localStorage.setItem(place, JSON.stringify(report)); };
  const seek = () => window.htmx?.trigger(field("q"), "search");
  const restore = () => {
    const kept = JSON.parse(localStorage.getItem(place) || "null");
    const done = document.querySelector("[data-report-kept]")?.dataset.reportKept;
    if (!kept || kept.key === done || Date.now() - kept.at > DAY) { localStorage.removeItem(place); return; }
    for (const name of ["key", "q", "name", "phone", "text"]) field(name).value = kept[name];
    for (const radio of form.querySelectorAll("[name=channel]")) radio.checked = radio.value === kept.channel;
    if (kept.caller) {
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "caller", value: kept.caller, checked: true, hidden: true });
      document.getElementById("callers").replaceChildren(radio);
    }
    addEventListener("load", () => { seek(); if (kept.text) window.htmx?.trigger(field("text"), "restored"); });
  };
  if (form) {
    if (!form.hasAttribute("data-answered")) restore();
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("reset", () => setTimeout(() => { document.getElementById("callers").replaceChildren(); document.getElementById("guess").replaceChildren(); localStorage.removeItem(place); field("q").focus(); }));
  }

  /* Keys inside the form: Enter walks from the search to the words, Ctrl+Enter keeps the report. */
  form?.addEventListener("keydown", (event) => {
    const callers = [...form.querySelectorAll("[name=caller]")];
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(document.getElementById("report-send")); return; }
    if (event.target === field("q") && event.key === "ArrowDown" && callers.length) { event.preventDefault(); choose(callers[0]); return; }
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.target === field("q")) { event.preventDefault(); if (isFresh()) takeFirst(); else { hurried = true; seek(); } field("text").focus(); }
    if (event.target.name === "caller") { event.preventDefault(); field("text").focus(); }
    if (["name", "phone"].includes(event.target.name)) { event.preventDefault(); field("text").focus(); }
  });
  /* Whoever types faster than we search goes on to the words; the first of the list is taken when it comes. */
  let hurried = false;
  const isFresh = () => (document.querySelector("#callers [data-sought]")?.dataset.sought ?? "") === field("q").value.trim();
  const takeFirst = () => {
    const callers = [...form.querySelectorAll("[name=caller]")];
    if (callers.length && !callers.some((one) => one.checked)) callers[0].checked = true;
    keep();
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "callers" || !hurried || !isFresh()) return;
    hurried = false;
    takeFirst();
  });
  const choose = (radio) => { radio.checked = true; radio.focus(); keep(); };

  /* Keys outside the form: N begins a report, 1 to 9 decide, J and K walk through what is to be decided. */
  const isTyping = (target) => target.closest("input:not([type=radio]),textarea,select,[contenteditable]");
  const cards = () => [...document.querySelectorAll(".d-card")];
  const current = () => document.activeElement?.closest(".d-card");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (form?.contains(event.target)) return;
    if (event.key === "n" || event.key === "N") { if (form) { event.preventDefault(); field("q").focus(); } return; }
    if (event.key === "j" || event.key === "k") {
      const all = cards();
      const at = all.indexOf(current());
      all[Math.max(0, Math.min(all.length - 1, event.key === "j" ? at + 1 : at - 1))]?.focus();
      return;
    }
    if (/^[1-9]$/.test(event.key)) (current() ?? cards()[0])?.querySelector(`[data-key="${event.key}"]`)?.click();
  });

  /* The poll waits while somebody chooses within the inbox. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const inbox = document.getElementById("desk-inbox");
    if (event.detail.elt === inbox && inbox.contains(document.activeElement) && document.activeElement.matches("input")) event.preventDefault();
  });
})();
