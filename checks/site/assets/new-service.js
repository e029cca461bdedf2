  // A new service: its own fields, and its file. Stands in the script of a proposal where that compares with before.
  const changes = () => [];
  const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]/u;
  const rows = (text) => text.split("\n").map((row) => row.trim()).filter(Boolean);

  // Which of the service's own fields are wrong, and what is said there.
  function wrongFields(data, fields) {
    const errors = {}, says = data.says;
    const typed = (name, words, most, least = 1) => {
      const length = [...words.trim()].length;
      if (HIDDEN.test(words)) errors[name] = says.hidden;
      else if (length < least || length > most) errors[name] = says[length ? "long" : "empty"];
    };
    for (const name of ["called", "summary", "where"]) typed(name, fields[name], 400);
    typed("purpose", fields.purpose, 8000);
    typed("order", fields.order, 8000, 0);
    for (const name of ["agenda", "leader", "member"]) {
      typed(name, fields[name], 1e6, 0);
      rows(fields[name]).forEach((row) => typed(name, row, 400));
    }
    if (!/^[a-z][a-z0-9-]{1,39}$/.test(fields.id)) errors.id = says.id;
    else if (data.taken.includes(fields.id)) errors.id = says.taken;
    if (!/^[1-9][0-9]{0,6}$/.test(fields.minutes.trim())) errors.minutes = says.minutes;
    if (data.principles && !fields.serves.length) errors.serves = says.serves;
    return errors;
  }

  // Words a person wrote: on a line, in quotes unless they are plainly words; over lines where there are several.
  function prose(words, indent) {
    const text = words.trim().normalize("NFC");
    if (text.includes("\n")) return "|-" + text.split("\n").map((row) => "\n" + (row.trim() && indent + row.trim())).join("");
    return /^\p{L}[\p{L}\p{N} ,.!()’–-]*$/u.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text) ? text : JSON.stringify(text);
  }

  function contents(data, fields) {
    const list = (name, indent) => rows(fields[name]).map((row) => `\n${indent}  - ${prose(row)}`).join("");
    const [agenda, leader, member] = [list("agenda", ""), list("leader", "  "), list("member", "  ")];
    return [
      data.head + "schema: 1", `id: ${fields.id}`, `title: ${prose(fields.called)}`, `summary: ${prose(fields.summary)}`,
      `purpose: ${prose(fields.purpose, "  ")}`, "context:", `  minutes: ${fields.minutes.trim()}`, `  where: ${prose(fields.where)}`,
      fields.serves.length && `serves: ${flow(fields.serves)}`, `audience: ${fields.audience}`, `initiative: ${fields.initiative}`,
      agenda && "agenda:" + agenda, (leader || member) && "prepare:", leader && "  leader:" + leader, member && "  member:" + member,
      fields.order.trim() && `order:\n  how: ${prose(fields.order, "    ")}`,
    ].filter(Boolean).join("\n") + "\n";
  }

  /** As `result`, for a service that does not exist yet: its text is the whole file. */
  function wholeResult(data, fields, today) {
    const offer = data.offers.find((one) => one.id === fields.start), errors = offer ? {} : wrongFields(data, fields);
    const what = offer || { ...fields, title: fields.called }, form = `${what.audience} ${what.initiative}${what.order.trim() ? " asked" : ""}`;
    const at = {
      ...data, title: what.title.trim(), minutes: errors.minutes ? 0 : Number(what.minutes), receivers: data.receivers && data.receivers[what.audience],
      words: { ...data.words, promise: data.promises[form], promised: data.promised[what.audience] },
    };
    const said = result(at, fields, today);
    Object.assign(said.errors, errors);
    if (Object.keys(said.errors).length) return { ...said, file: "", text: "", title: "", description: "" };
    const [, first, ...others] = said.text.trimEnd().split("\n");
    const agreement = [`  - ${first}`, ...others.map((row) => "    " + row), ""].join("\n");
    said.file = `${data.folder}/${what.id}.yaml`;
    said.text = `${offer ? offer.text : contents(data, fields)}agreements:\n${agreement}`;
    said.description = `${what.summary.trim()}\n\n${said.description}`;
    return said;
  }

  // What the page has beyond the form of a proposal: an id made from the title, and fields filled in from the catalogue.
  function readyForm(form) {
    const { offers } = JSON.parse(document.getElementById("p-data").textContent), { start, called, id } = form.elements;
    let typed = false;
    id.addEventListener("input", () => (typed = true));
    called.addEventListener("input", () => {
      const plain = called.value.normalize("NFKD").toLowerCase().replace(/[^a-z0-9 -]/g, "").trim().replace(/[ -]+/g, "-");
      if (!typed) id.value = plain.replace(/^[0-9-]+/, "").slice(0, 40).replace(/-$/, "");
    });
    const choose = () => {
      const offer = offers.find((one) => one.id === start.value);
      document.getElementById("p-own").hidden = Boolean(offer);
      document.getElementById("p-offered").textContent = offer ? offer.summary : "";
      for (const [name, values] of Object.entries(offer ? offer.fields : {}))
        form.querySelectorAll(`[name="${name}"]`).forEach((one, at) => {
          if (/checkbox|radio/.test(one.type)) one.checked = values.includes(one.value);
          else one.value = values[at] ?? "";
        });
    };
    if (start) start.addEventListener("change", choose);
    if (start) choose();
  }

  globalThis.outboundNewService = {
    result: wholeResult,
    fields: (form) => {
      const chosen = [...form.querySelectorAll("[name=serves]:checked")].map((one) => one.value);
      const names = "called id summary purpose minutes where audience initiative agenda leader member order".split(" ");
      return { ...Object.fromEntries(names.map((name) => [name, form.elements[name].value])), serves: chosen, start: form.elements.start?.value || "" };
    },
  };
  if (typeof document !== "undefined" && document.querySelector("form.ob-propose")) readyForm(document.querySelector("form.ob-propose"));

