// Two small forms: one ends a service by an agreement file, one writes a text to those who hold the data.
// Nothing is sent or kept. `outboundRequests` is pure: tests call it without a page.
"use strict";
(() => {
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  const listed = (w, words) => {
    const [pair, comma, last] = w.listed;
    return words.length < 3 ? words.join(pair) : words.slice(0, -1).join(comma) + last + words.at(-1);
  };
  const dayWords = (w, day) => {
    const [year, month, date] = day.split("-");
    return fill(w.days[month - 1], { year, date: String(Number(date)) });
  };
  const later = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);
  const inOrder = (chosen, all) => all.filter((one) => chosen.includes(one));

  // What is wrong with days, by field: each must be one, and the others are looked at only then.
  function checker(data) {
    const errors = {}, wrong = (field, key, values) => (errors[field] ??= fill(data.says[key], values || {}));
    const isDay = (text) => new RegExp(data.shapes.day, "u").test(text);
    const day = (field, text) => isDay(text) || (wrong(field, "day"), false);
    return { errors, wrong, day };
  }

  /** The end of a service: the agreement file of its last day, with a title and a description. */
  function retirement(data, fields, today) {
    const { errors, wrong, day } = checker(data), w = data.words, says = data.says, shown = (text) => dayWords(w, text);
    const service = data.services.find((one) => one.id === fields.service);
    if (!service) wrong("service", "service");
    if (day("last", fields.last) && fields.last < today) wrong("last", "past", { day: shown(today) });
    if (!errors.last && service && fields.last <= service.first) wrong("last", "later", { day: shown(service.first) });
    if (day("agreed_on", fields.agreed_on) && fields.agreed_on > today) wrong("agreed_on", "ahead", { day: shown(today) });
    if (!fields.agreed_with.includes("members")) wrong("agreed_with", "members");
    const record = fields.record.trim();
    if (!new RegExp(data.shapes.url, "u").test(record) || /[\u0080-\u009f\ufeff\ud800-\udfff]/u.test(record)) wrong("record", "record");
    const said = { errors, sentence: "", now: service ? service.promise : "", file: "", text: "", title: "", description: "" };
    said.hours = service ? service.hours : "";
    if (!service || errors.last) return said;
    const names = { service: service.title, day: shown(fields.last), next: shown(later(fields.last, 1)) };
    said.sentence = fill(says.ends, names);
    if (Object.keys(errors).length) return said;
    const parties = inOrder(fields.agreed_with, Object.keys(w.parties)), plain = /^https:\/\/[\w./~-]+$/.test(record);
    said.file = `${service.folder}/${fields.last}${service.group ? "-" + service.group : ""}.yaml`;
    said.text = [
      data.head + "schema: 1", `from: ${fields.last}`, `to: ${fields.last}`, service.group && `for: ${service.group}`, `agreed_on: ${fields.agreed_on}`,
      `agreed_with: [${parties.join(", ")}]`, `record: ${plain ? record : JSON.stringify(record)}`, `review_by: ${fields.last}`,
    ].filter(Boolean).join("\n") + "\n";
    said.title = fill(says.end_title, names);
    const agreed = fill(says.agreed, { day: shown(fields.agreed_on), parties: listed(w, parties.map((party) => w.parties[party])) });
    const lines = [said.sentence, fill(says.until_now, { promise: service.promise }), service.hours, agreed, fill(says.recorded, { record })];
    if (fields.why.trim()) lines.push(says.why + ":\n\n" + fields.why.trim());
    said.description = lines.filter(Boolean).join("\n\n") + "\n";
    return said;
  }

  /** A request to those who hold the data: its subject and its text, with the command that does it. */
  function request(data, fields, today) {
    const { errors, wrong, day } = checker(data), w = data.words, says = data.says, shown = (text) => dayWords(w, text);
    const isWaiver = fields.kind === "waiver", service = data.services.find((one) => one.id === fields.service);
    const team = data.teams.find((one) => one.id === fields.team), most = isWaiver ? data.longest.waiver : data.longest.correction;
    if (isWaiver && !service) wrong("service", "service");
    if (!team) wrong("team", "team");
    const first = day("first", fields.first), last = day("last", fields.last);
    if (first && isWaiver && fields.first < today) wrong("first", "gone", { day: shown(today) });
    if (first && last && fields.last < fields.first) wrong("last", "before", { day: shown(fields.first) });
    const end = first && later(fields.first, most - 1);
    if (first && last && fields.last > end) wrong("last", "long", { number: most, day: shown(end) });
    if (last && !isWaiver && fields.last >= today) wrong("last", "passed", { day: shown(later(today, -1)) });
    if (!isWaiver && !fields.right.trim()) wrong("right", "right");
    const said = { errors, subject: "", text: "" };
    if (Object.keys(errors).length) return said;
    const whom = isWaiver && fields.whom === "team" ? "all" : "alone", subject = isWaiver ? "waiver" : "correction";
    const rows = [
      ["team", `${team.title} (${team.id})`],
      isWaiver && ["service", `${service.title} (${service.id})`],
      ["whom", says[whom]],
      ["first", shown(fields.first)],
      ["last", shown(fields.last)],
      isWaiver ? ["reason", data.reasons[fields.reason]] : ["what", data.whats[fields.what]],
      !isWaiver && ["right", fields.right.trim()],
    ];
    const days = `--team ${team.id} --from ${fields.first} --to ${fields.last}`, person = whom === "alone";
    const command = isWaiver
      ? `outbound new waiver ${service.id} ${days} --reason ${fields.reason}${person ? " --member MEMBER" : ""} --approved-by APPROVER`
      : `outbound correct ${fields.what} PERSON ${days} --approved-by APPROVER --record URL`;
    said.subject = fill(says["subject_" + subject], { team: team.title });
    said.text = [
      says["intro_" + subject], "", ...rows.filter(Boolean).map(([key, words]) => fill(says.row, { term: says.labels[key], words })),
      "", says.approval, "", says.command, command, "",
    ].join("\n");
    return said;
  }

  globalThis.outboundRequests = { retirement, request };
  if (typeof document !== "undefined") page();

  // The page: reads the form and shows what comes of it. All text goes in as text, never as markup.
  function page() {
    const form = document.querySelector("form.ob-propose"), $ = (id) => document.getElementById("p-" + id);
    if (!form) return;
    const data = JSON.parse($("data").textContent), make = data.reasons ? request : retirement, touched = new Set();
    const here = new Date(), local = new Date(here - here.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
    const today = data.today || (local > data.as_of ? local : data.as_of);
    let waiting, asked = false;
    const fields = () => {
      const now = { agreed_with: [] };
      for (const one of form.elements)
        if (one.type === "checkbox") { if (one.checked) now[one.name].push(one.value); } else if (one.name && (one.type !== "radio" || one.checked)) now[one.name] = one.value;
      return now;
    };
    const put = (id, text) => {
      if (!$(id)) return;
      if ($(id).textContent !== text) $(id).textContent = text;
      $(id).hidden = !text;
    };

    function show() {
      const now = fields(), said = make(data, now, today), wrong = Object.keys(said.errors);
      for (const part of form.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== now.kind;
      for (const place of form.querySelectorAll('[id$="-error"]')) {
        const name = place.id.slice(2, -6), text = asked || touched.has(name) ? said.errors[name] || "" : "";
        put(name + "-error", text);
        for (const one of form.querySelectorAll(`[name="${name}"]`)) text ? one.setAttribute("aria-invalid", "true") : one.removeAttribute("aria-invalid");
      }
      put("sentence", said.sentence || "");
      put("now", said.now ? fill(data.says.until_now, { promise: said.now }) : "");
      put("hours", said.hours || "");
      put("todo", asked && wrong.length ? fill(data.says.todo[wrong.length === 1 ? 0 : 1], { number: wrong.length }) : "");
      $("done").hidden = !asked || wrong.length > 0;
      $("text").textContent = said.text;
      if ($("file")) $("file").textContent = said.file;
      if ($("title")) $("title").value = said.title ?? said.subject;
      if ($("description")) $("description").value = said.description;
      if ($("mail")) $("mail").href = `mailto:${data.mail}?subject=${encodeURIComponent(said.subject)}&body=${encodeURIComponent(said.text.replaceAll("\n", "\r\n"))}`;
      form.dispatchEvent(new CustomEvent("outbound:proposal", { bubbles: true, detail: said }));
      return wrong;
    }

    const soon = () => { clearTimeout(waiting); waiting = setTimeout(show, 300); };
    form.addEventListener("input", soon);
    form.addEventListener("change", (event) => { touched.add(event.target.name); soon(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      asked = true;
      if (show().length) form.querySelector('[aria-invalid="true"]').focus();
      else $("made").focus();
    });
    const says = (text) => ($("copied").textContent = text);
    for (const button of document.querySelectorAll("[data-copy]")) button.onclick = async () => {
      const place = $(button.dataset.copy), text = place.value ?? place.textContent;
      try { await navigator.clipboard.writeText(text); says(data.says.copied); } catch {
        place.select ? place.select() : getSelection().selectAllChildren(place);
        says(data.says.marked);
      }
    };
    if ($("save")) $("save").onclick = () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([$("text").textContent], { type: "application/yaml" }));
      link.download = $("file").textContent.split("/").at(-1);
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
    };
    const named = decodeURIComponent(location.hash.slice(3)); // #s-one-on-one, from the page of a service
    if (data.services.some((one) => one.id === named)) form.elements.service.value = named;
    form.hidden = false;
    document.querySelector(".ob-unscripted").hidden = true;
    show();
  }
})();
