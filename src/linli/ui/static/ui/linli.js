/* What pages gain where scripts run. Everything here is extra: each page is complete without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const words = document.getElementById("l-words")?.dataset ?? {};
  const say = (template, values) => template.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  /* The company's clock: the page's moment plus what passed since, at the company's pace. */
  const began = performance.now();
  const companyNow = () => Date.parse(root.dataset.now) + (performance.now() - began) * Number(root.dataset.clockRate || 1);

  const sayDuration = (milliseconds) => {
    const minutes = Math.round(Math.abs(milliseconds) / 60000);
    const parts = [[Math.floor(minutes / 1440), words.days], [Math.floor(minutes / 60) % 24, words.hours], [minutes % 60, words.minutes]];
    const first = parts.findIndex(([n]) => n > 0);
    if (first < 0) return say(words.minutes, { n: 0 });
    return parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, word]) => say(word, { n })).join(" ");
  };

  const tick = () => {
    for (const clock of document.querySelectorAll("[data-deadline]")) {
      const left = Date.parse(clock.dataset.deadline) - companyNow();
      const tone = left < 0 ? "over" : left <= clock.dataset.soon * 1000 ? "soon" : "ok";
      const text = say(left < 0 ? words.late : words.left, { duration: sayDuration(left) });
      if (clock.textContent !== text) clock.textContent = text;
      clock.classList.remove("l-over", "l-soon", "l-ok");
      clock.classList.add(`l-${tone}`);
    }
  };
  const stamp = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
  const tickAll = () => {
    tick();
    for (const clock of document.querySelectorAll("[data-clock]")) clock.textContent = stamp.format(companyNow());
  };
  setInterval(tickAll, 1000 * Math.max(1, 20 / Number(root.dataset.clockRate || 1)));

  /* Questions before an act that cannot be taken back; one submit per form. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { for (const button of form.querySelectorAll("button")) button.disabled = true; });
  }, true);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button")) button.disabled = false;
    }
  });

  /* Photos are shown before they are sent. */
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.id) return;
    const preview = document.querySelector(`[data-preview="${CSS.escape(input.id)}"]`);
    if (!preview) return;
    const most = Number(input.dataset.most || 99);
    input.setCustomValidity(input.files.length > most ? say(words.tooMany, { n: most }) : "");
    input.reportValidity();
    for (const picture of preview.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
    preview.replaceChildren(...[...input.files].map((file) => {
      const picture = new Image(88, 88);
      picture.src = URL.createObjectURL(file);
      picture.alt = file.name;
      return picture;
    }));
    preview.hidden = !input.files.length;
    const text = input.parentElement.querySelector("[data-camera-text]");
    if (text && input.files.length) text.textContent = say(words.photos, { n: input.files.length });
  });

  /* Half-typed text of a form with data-draft survives a reload and a lost connection, in this tab only. */
  const draftKey = (form) => `draft:${form.dataset.draft}:${form.getAttribute("action") || location.pathname}`;
  const draftFields = (form) => [...form.elements].filter((field) => field.name && /^(text|tel|search|textarea|select-one)$/.test(field.type));
  const restore = (within) => {
    for (const form of within.querySelectorAll("form[data-draft]")) {
      const kept = JSON.parse(sessionStorage.getItem(draftKey(form)) || "{}");
      for (const field of draftFields(form)) if (!field.value && kept[field.name]) field.value = kept[field.name];
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    sessionStorage.setItem(draftKey(form), JSON.stringify(Object.fromEntries(draftFields(form).map((field) => [field.name, field.value]))));
  });
  const sent = "drafts-sent";
  const sentDrafts = () => JSON.parse(sessionStorage.getItem(sent) || "[]");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!event.defaultPrevented && form.dataset.draft) sessionStorage.setItem(sent, JSON.stringify([...sentDrafts(), draftKey(form)]));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    const { successful, xhr } = event.detail;
    if (form.dataset.draft && (successful || xhr.getResponseHeader("HX-Redirect"))) sessionStorage.removeItem(draftKey(form));
  });
  /* A draft has served its purpose when the page after sending is not one that tells of failure. */
  if (!document.querySelector("[data-failed]")) for (const key of sentDrafts()) sessionStorage.removeItem(key);
  sessionStorage.removeItem(sent);
  restore(document);

  /* Menus close when one looks elsewhere. */
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.l-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.l-menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* What polls itself and carries data-rests is left alone while somebody is in the middle of something in it: a field in
     use, a photo or an answer chosen, a drawer open, a form on its way. */
  const isChanged = (field) => {
    if (field.type === "file") return field.files.length > 0;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.type !== "hidden" && field.value !== field.defaultValue;
  };
  const rests = (within) => within.matches("[data-rests]") && (within.querySelector("details[open], form.htmx-request") !== null
    || [...within.querySelectorAll("input, textarea")].some((field) => field === document.activeElement || isChanged(field)));
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (requestConfig.verb === "get" && rests(elt)) event.preventDefault();
    if (requestConfig.verb !== "get") document.getElementById("l-told")?.replaceChildren();
  });
  document.addEventListener("cancel", (event) => { if (event.target.type === "file") event.target.blur(); }, true);

  /* Polls: an answer that is already shown is not swapped in again, so that focus and typing stay where they are. */
  const shown = new Map();
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, pathInfo, requestConfig } = event.detail;
    if (requestConfig.verb === "get" && rests(target)) { event.detail.shouldSwap = false; return; }
    const tag = xhr.getResponseHeader("ETag");
    const place = `${target.id} ${pathInfo.requestPath}`;
    if (tag && shown.get(place) === tag) event.detail.shouldSwap = false;
    if (tag) shown.set(place, tag);
    if (xhr.status === 409 || xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  document.addEventListener("htmx:afterSettle", (event) => { tick(); restore(event.target); draw(event.target); });
  document.addEventListener("htmx:sendError", (event) => {
    if (event.detail.requestConfig?.verb === "post") alert(words.offline);
  });

  /* Large charts: ECharts takes the place of the drawing, with a pointer that reads values. */
  const colour = (name) => getComputedStyle(root).getPropertyValue(`--l-${name}`).trim();
  const option = (numbers) => {
    const labels = { type: "category", data: numbers.labels, axisLabel: { color: colour("muted") }, axisLine: { lineStyle: { color: colour("line") } }, axisTick: { show: false } };
    const values = { type: "value", axisLabel: { color: colour("muted") }, splitLine: { lineStyle: { color: colour("line") } } };
    const bars = numbers.kind === "bar";
    const series = numbers.series.map((one) => ({
      name: one.name, type: numbers.kind, data: one.values, showSymbol: false, lineStyle: { width: 2.25 }, barMaxWidth: 16,
      endLabel: { show: !bars, formatter: "{a}", color: colour("ink") },
    }));
    if (numbers.target !== null && series.length) {
      const at = bars ? { xAxis: numbers.target } : { yAxis: numbers.target };
      series[0].markLine = { silent: true, symbol: "none", data: [at], lineStyle: { color: colour("ink"), type: "dashed" }, label: { formatter: numbers.targetName, color: colour("muted"), position: "insideStartTop" } };
    }
    if (numbers.band) {
      const bound = { type: "line", stack: "band", symbol: "none", lineStyle: { opacity: 0 }, tooltip: { show: false }, silent: true };
      series.push({ ...bound, name: `${numbers.band.name} `, data: numbers.band.lower });
      series.push({ ...bound, name: numbers.band.name, data: numbers.band.upper.map((upper, i) => upper - numbers.band.lower[i]), areaStyle: { color: colour("accent"), opacity: 0.14 } });
    }
    return {
      animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, color: ["accent", "edge", "info", "star"].map(colour),
      grid: { left: 8, right: bars ? 24 : 96, top: 16, bottom: 8, containLabel: true }, tooltip: { trigger: "axis", renderMode: "richText" },
      xAxis: bars ? values : labels, yAxis: bars ? { ...labels, inverse: true } : values, series,
    };
  };
  let library;
  const load = (address) => library ??= new Promise((ready, failed) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: ready, onerror: failed });
    document.head.append(script);
  });
  const draw = (within) => {
    for (const plot of within.querySelectorAll("[data-chart]")) {
      load(plot.dataset.library).then(() => {
        const numbers = JSON.parse(document.getElementById(plot.dataset.chart).textContent);
        plot.replaceChildren();
        plot.classList.add("l-live");
        const chart = window.echarts.init(plot, null, { renderer: "svg" });
        chart.setOption(option(numbers));
        new ResizeObserver(() => chart.resize()).observe(plot);
        new MutationObserver(() => chart.setOption(option(numbers))).observe(root, { attributeFilter: ["data-bs-theme"] });
        delete plot.dataset.chart;
      }, () => {});
    }
  };
  draw(document);
})();
