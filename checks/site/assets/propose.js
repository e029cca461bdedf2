// A form that becomes one agreement file. Rules and words are data of the page. `outboundProposal.result` is pure.
"use strict";
(() => {
  const KEYS = ["cadence", "obligation", "given_by", "counts", "coverage_at_least", "may_miss", "teams"];
  const ROLES = ["leader", "coach", "leaders-leader", "anyone"];
  const MONTHS = { month: 1, quarter: 3, "half-year": 6, year: 12 };
  const A_YEAR = { week: 52, month: 12, quarter: 4, "half-year": 2, year: 1 };
  const STRENGTH = ["voluntary", "offered", "compulsory"];
  const TIGHT = 0, LOOSER = 1, UNCLEAR = 2;

  // Words: templates in the page's language, with the forms for one and for more.
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
  const number = (w, n) => String(n).replace(/\B(?=(\d{3})+$)/g, () => w.thousands);
  const spelled = (w, n) => (n > 0 && n <= w.spelled.length ? w.spelled[n - 1] : number(w, n));
  const counted = (w, forms, n, more) =>
    fill(forms[n === 1 ? 0 : 1], { number: number(w, n), spelled: spelled(w, n), ...more });
  const listed = (w, words) => {
    const [pair, comma, last] = w.listed;
    return words.length < 3 ? words.join(pair) : words.slice(0, -1).join(comma) + last + words.at(-1);
  };
  const dayWords = (w, day) => {
    const [year, month, date] = day.split("-");
    return fill(w.days[month - 1], { year, date: String(Number(date)) });
  };
  const percent = (w, share) => {
    const tenths = Math.floor(share / 10), rest = tenths % 10;
    return Math.floor(tenths / 10) + (rest ? w.decimal + rest : "") + w.percent;
  };

  // Lengths and cadences, by the keys of a file.
  const written = ([count, unit]) => `${count.trim()} ${unit}${count.trim() === "1" ? "" : "s"}`;
  function parsed(length) {
    const [, count, unit] = /^(\d+) (.*?)s?$/.exec(length);
    return { count: Number(count), unit, days: count * (unit === "week" ? 7 : 1), working: unit === "working day" };
  }
  const step = (length) => parsed(length).days * (parsed(length).working ? 7 : 5); // five working days a week
  const kind = (cadence) =>
    !cadence ? "none" : cadence.at_most_apart ? "rolling" : cadence.after ? "event" : "calendar";
  const limit = (cadence) => parsed(cadence.at_most_apart).days;
  const late = (cadence) => limit(cadence) + (cadence.grace ? parsed(cadence.grace).days : 0);

  // A cadence by the templates of a term (`w.cadence`) or a sentence (`w.limit`).
  function cadenceWords(w, c, cadence) {
    const words = (length) => {
      const { unit, count } = parsed(length);
      return counted(w, c.lengths[unit], count, { number: count });
    };
    if (!cadence) return c.none;
    if (kind(cadence) === "rolling") return fill(c.rolling, { length: words(cadence.at_most_apart) });
    if (kind(cadence) === "calendar") {
      const { at_least, only, per } = cadence, months = (only || []).map((name) => w.months[name]);
      const times = at_least === 2 ? c.twice : c.times && counted(w, c.times, at_least);
      if (c.times) return counted(w, only ? c.only : c.each[per], at_least, { times, months: listed(w, months) });
      const often = counted(w, c.each[per], at_least);
      return only ? fill(c.only, { often, months: months.join(", ") }) : often;
    }
    const { after, before } = cadence, lengths = listed(w, cadence.within.map(words));
    return fill(before ? c.leaving : c.after[after], { before: before && words(before), lengths });
  }

  const roles = (given) => ROLES.filter((role) => given.includes(role)).join();

  function promise(w, terms) {
    const words = cadenceWords(w, w.limit, terms.cadence), giver = w.promised[roles(terms.given_by)];
    return fill(w.promise[terms.obligation][words ? 0 : 1], {
      giver, Giver: giver.slice(0, 1).toUpperCase() + giver.slice(1), limit: words,
    });
  }

  function described(w, terms) {
    const often = cadenceWords(w, w.cadence, terms.cadence), grace = terms.cadence && terms.cadence.grace;
    const { unit, count } = grace ? parsed(grace) : {};
    return [
      grace ? fill(w.grace, { often, grace: counted(w, w.cadence.lengths[unit], count, { number: count }) }) : often,
      w.obligation[terms.obligation],
      w.roles[roles(terms.given_by)],
      w.counts[terms.counts],
      terms.share === null ? w.default_share : percent(w, terms.share),
      String(terms.may_miss),
      terms.teams === null ? w.all_teams : listed(w, [...terms.teams].sort()),
    ];
  }

  // Whether one cadence keeps what another promises,.
  const tried = new Map();
  function windows(cadence, starts) {
    const key = [cadence.per, cadence.only, starts].join();
    if (!tried.has(key)) {
      const first = (months) => Date.UTC(Math.floor(months / 12), months % 12, 1) / 864e5, list = [];
      const end = first(2031 * 12);
      if (cadence.per === "week") for (let at = first(2018 * 12); at < end; at += 7) list.push([at, at + 6, 0]);
      else {
        const size = MONTHS[cadence.per], from = cadence.per === "month" ? 0 : starts - 1;
        let at = Math.floor((2018 * 12 - from) / size) * size + from;
        for (; first(at) < end; at += size) list.push([first(at), first(at + size) - 1, at % 12]);
      }
      const months = cadence.only && cadence.only.map((name) => MONTH_NAMES.indexOf(name));
      tried.set(key, months ? list.filter((one) => months.includes(one[2])) : list);
    }
    return tried.get(key);
  }
  const MONTH_NAMES = "january february march april may june july august september october november december".split(" ");

  function guaranteed(own, other, starts) {
    const mine = windows(own, starts), counts = windows(other, starts).slice(1, -1).map(([first, last]) =>
      mine.filter((one) => one[1] <= last).length - mine.filter((one) => one[0] < first).length);
    return Math.max(Math.min(...counts), 0) * own.at_least;
  }

  function compare(own, other, starts) {
    const tight = (kept, otherwise = LOOSER) => (kept ? TIGHT : otherwise), kinds = kind(own) + " " + kind(other);
    if (!other) return TIGHT;
    if (!own) return LOOSER;
    if (kinds === "event event") {
      if (own.after !== other.after) return UNCLEAR;
      const steps = own.within.map(step), others = other.within.map(step);
      const days = (length, usual) => (length ? parsed(length).days : usual);
      const sooner = steps.length >= others.length && others.every((one, at) => steps[at] <= one);
      return tight(sooner && days(own.before, 0) <= days(other.before, 0) && days(own.away_at_least, 28) <= days(other.away_at_least, 28));
    }
    if (kinds.includes("event")) return UNCLEAR;
    if (kinds === "rolling rolling") return tight(limit(own) <= limit(other) && late(own) <= late(other));
    if (kinds === "rolling calendar") {
      const lengths = windows(other, starts).map(([first, last]) => last - first + 1), needed = late(own) * other.at_least;
      return tight(needed <= Math.min(...lengths), needed > Math.max(...lengths) ? LOOSER : UNCLEAR);
    }
    if (kinds === "calendar rolling") {
      const list = windows(own, starts), pairs = list.slice(1).map((one, at) => [list[at], one]);
      const longest = Math.max(...pairs.map(([sooner, later]) => later[1] - sooner[0] - 2 * (own.at_least - 1)));
      const evenly = Math.max(...pairs.map(([sooner, later]) => later[0] - sooner[0])) / own.at_least;
      return tight(longest <= limit(other), evenly > late(other) ? LOOSER : UNCLEAR);
    }
    return tight(guaranteed(own, other, starts) >= other.at_least);
  }

  // In what `own` promises less than `other`: keys, and whether it is sure.
  function less(data, own, other, from) {
    const keys = {}, shareOn = (terms, day) =>
      terms.share ?? (data.shares.filter(([first]) => first <= day).at(-1) || data.shares[0])[1];
    if (STRENGTH.indexOf(own.obligation) < STRENGTH.indexOf(other.obligation)) keys.obligation = true;
    if (!other.given_by.includes("anyone") && own.given_by.some((role) => !other.given_by.includes(role))) keys.given_by = true;
    if (own.counts === "any" && other.counts === "outbound") keys.counts = true;
    if (own.may_miss > other.may_miss) keys.may_miss = true;
    const start = data.first > from ? data.first : from;
    const days = [start, ...data.shares.map(([first]) => first).filter((day) => day > start && !(day > data.last))];
    if (days.some((day) => shareOn(own, day) < shareOn(other, day))) keys.coverage_at_least = true;
    const order = compare(own.cadence, other.cadence, data.year_starts);
    if (order !== TIGHT) keys.cadence = order === LOOSER;
    const owes = other.obligation !== "voluntary" || kind(other.cadence) === "event";
    if (own.teams && owes && !(other.teams && other.teams.every((team) => own.teams.includes(team)))) keys.teams = true;
    return keys;
  }

  function changes(data, after, from) {
    const before = data.before;
    if (!before || (data.last && from > data.last)) return [];
    const looser = less(data, after, before, from), tighter = less(data, before, after, from);
    const old = described(data.words, before), now = described(data.words, after);
    return KEYS.flatMap((key, at) => {
      const less = key in looser, more = key in tighter;
      if (old[at] === now[at] && !less && !more) return [];
      const direction = less ? (looser[key] && !tighter[key] ? "looser" : "other") : more ? "tighter" : "other";
      return [{ key, direction, sure: looser[key] ?? true, before: old[at], after: now[at] }];
    });
  }

  // Whole hours a week of all who give it; null where sizes are not known.
  function hours(data, terms) {
    if (!data.receivers || !terms) return null;
    if (terms.obligation === "voluntary" || !["rolling", "calendar"].includes(kind(terms.cadence))) return 0;
    const sizes = data.receivers.teams;
    const people = terms.teams ? terms.teams.reduce((sum, team) => sum + (sizes[team] || 0), 0) : data.receivers.all;
    const each = kind(terms.cadence) === "rolling" ? 52 * 7
      : terms.cadence.at_least * (terms.cadence.only ? terms.cadence.only.length : A_YEAR[terms.cadence.per]);
    const apart = kind(terms.cadence) === "rolling" ? limit(terms.cadence) : 1;
    return Math.ceil((people * data.minutes * each) / (60 * 52 * apart));
  }

  // Reads what was typed: the terms, and a sentence for each field that is wrong.
  function read(data, fields, today) {
    const errors = {}, wrong = (field, key, values) => (errors[field] ??= fill(data.says[key], values || {}));
    const fits = (shape, text) => new RegExp(data.shapes[shape], "u").test(text), w = data.words;
    const whole = (text, least) => /^(0|[1-9][0-9]{0,6})$/.test(text) && Number(text) >= least;
    for (const name of ["from", "review_by", "agreed_on"]) if (!fits("day", fields[name])) wrong(name, "day");
    if (!errors.from && data.first && fields.from <= data.first) wrong("from", "later", { day: dayWords(w, data.first) });
    if (!errors.from && fields.from < today) wrong("from", "past", { day: dayWords(w, today) });
    if (!errors.review_by && fits("day", fields.from) && fields.review_by < fields.from)
      wrong("review_by", "review", { day: dayWords(w, fields.from) });
    const terms = { obligation: fields.obligation, given_by: ROLES.filter((role) => fields.given_by.includes(role)), counts: fields.counts };
    if (!terms.given_by.length) wrong("given_by", "givers");
    const share = fields.coverage_at_least.trim().replace(",", ".").replace(/ ?%$/, "");
    terms.share = null;
    if (share && fits("share", share + "%")) terms.share = Math.round(Number(share) * 100);
    else if (share || (data.before && data.before.share !== null)) wrong("coverage_at_least", "share");
    terms.may_miss = Number(fields.may_miss.trim());
    if (!whole(fields.may_miss.trim(), 0)) wrong("may_miss", "count");
    terms.teams = fields.all_teams ? null : fields.teams;
    if (terms.teams && !terms.teams.length) wrong("teams", "teams");
    terms.cadence = readCadence(fields, fits, whole, wrong);
    if (fields.kind === "none" && data.before && data.before.cadence) wrong("kind", "rhythm");
    if (fields.kind === "none" && fields.obligation === "compulsory") wrong("kind", "compulsory");
    const termsRead = !Object.keys(errors).some((name) => !["from", "review_by", "agreed_on"].includes(name));
    const from = fits("day", fields.from) ? fields.from : today;
    const differ = termsRead ? changes(data, terms, from) : [];
    const isLooser = differ.some((one) => one.direction === "looser");
    if (!fields.agreed_with.includes("members")) wrong("agreed_with", isLooser ? "looser_members" : "members");
    if (!fits("url", fields.record.trim()) || /[\u0080-\u009f\ufeff\ud800-\udfff]/u.test(fields.record)) wrong("record", "record");
    if (data.agreed.includes(fields.agreed_on + " " + fields.record.trim())) wrong("record", "again");
    if (fields.agreed_on > today) wrong("agreed_on", "ahead", { day: dayWords(w, today) });
    return { errors, terms: termsRead ? terms : null, differ };
  }

  function readCadence(fields, fits, whole, wrong) {
    const length = (name, pair, shape) => {
      if (fits(shape || "length", written(pair))) return written(pair);
      wrong(name, "length");
      return null;
    };
    if (fields.kind === "rolling") {
      const cadence = { at_most_apart: length("at_most_apart", fields.at_most_apart) };
      return fields.grace[0].trim() ? { ...cadence, grace: length("grace", fields.grace) } : cadence;
    }
    if (fields.kind === "calendar") {
      if (!whole(fields.at_least.trim(), 1)) wrong("at_least", "number");
      const cadence = { at_least: Number(fields.at_least.trim()), per: fields.per };
      return fields.per === "month" && fields.only.length ? { ...cadence, only: fields.only } : cadence;
    }
    if (fields.kind !== "event") return null;
    const alone = ["ordering", "leaving"].includes(fields.after), rows = fields.within.filter(([count]) => count.trim());
    const within = (alone ? rows.slice(0, 1) : rows).map((pair) => length("within", pair, "step"));
    if (!within.length) wrong("within", "steps");
    if (within.every(Boolean) && within.some((one, at) => at && step(one) <= step(within[at - 1]))) wrong("within", "order");
    const cadence = { after: fields.after };
    if (fields.after === "leaving" && fields.before[0].trim()) cadence.before = length("before", fields.before);
    cadence.within = within;
    if (fields.after === "returning" && fields.away_at_least[0].trim()) cadence.away_at_least = length("away_at_least", fields.away_at_least);
    return cadence;
  }

  // The file: a text in double quotes unless it is one of our own words, a number or a day.
  const quoted = (text) =>
    /^[a-z0-9][a-z0-9 %.-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n|[0-9.]+(e[0-9]+)?)$/.test(text)
      ? text
      : JSON.stringify(text).replace(/[^ -~]/gu, (c) => {
          const code = c.codePointAt(0);
          return code > 0xffff ? "\\U" + code.toString(16).padStart(8, "0") : "\\u" + code.toString(16).padStart(4, "0");
        });
  const flow = (value) =>
    Array.isArray(value) ? `[${value.map(flow).join(", ")}]`
      : typeof value === "object" ? `{${Object.entries(value).map(([key, below]) => `${key}: ${flow(below)}`).join(", ")}}`
        : typeof value === "number" ? String(value) : quoted(value);

  function entry(data, fields, terms) {
    const share = terms.share === null ? null : `${String(terms.share / 100)}%`;
    const all = {
      schema: 1, from: fields.from, obligation: terms.obligation, given_by: terms.given_by, teams: terms.teams || "all",
      cadence: terms.cadence, counts: terms.counts, coverage_at_least: share, may_miss: terms.may_miss,
      agreed_on: fields.agreed_on, agreed_with: fields.agreed_with, record: fields.record.trim(), review_by: fields.review_by,
      follows: data.first,
    };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  }

  /** Returns all the page says of what was typed. `today` is YYYY-MM-DD; without errors there is a file. */
  function result(data, fields, today) {
    const { errors, terms, differ } = read(data, fields, today), w = data.words, says = data.says;
    const said = {
      same: Boolean(terms && data.before) && !differ.length && !(data.last && fields.from > data.last),
      errors, changes: differ, sentence: terms ? promise(w, terms) : "", now: data.before ? promise(w, data.before) : "",
      hours: hours(data, terms), hoursNow: hours(data, data.before), kept: "", asks: [], file: "", text: "", title: "", description: "",
    };
    if (!terms) return said;
    const weeks = kind(terms.cadence) === "rolling" && limit(terms.cadence) % 7 === 0 ? limit(terms.cadence) / 7 : 0;
    if (weeks in data.trials) said.kept = counted(w, says.kept, weeks, { share: data.trials[weeks] });
    if (differ.some((one) => one.direction !== "tighter")) said.asks.push(says.asks_looser);
    if (differ.some((one) => !one.sure)) said.asks.push(says.asks_unclear);
    if (Object.keys(errors).length) return said;
    const keys = entry(data, fields, terms);
    said.file = `${data.folder}/${fields.from}.yaml`;
    said.text = Object.entries(keys).map(([key, value]) => `${key}: ${flow(value)}\n`).join("");
    said.title = fill(says.title, { service: data.title, often: cadenceWords(w, w.cadence, terms.cadence), day: dayWords(w, fields.from) });
    said.description = describe(data, fields, said);
    return said;
  }

  function describe(data, fields, said) {
    const w = data.words, says = data.says, parties = listed(w, fields.agreed_with.map((party) => w.parties[party]));
    const lines = [said.sentence];
    if (said.now && said.now !== said.sentence) lines.push(fill(says.until_now, { promise: said.now }));
    if (said.same) lines.push(says.same);
    for (const direction of ["tighter", "looser", "other"]) {
      const these = said.changes.filter((one) => one.direction === direction);
      if (these.length) lines.push(says[direction] + ":\n\n" + these.map((one) => "- " + line(data, one)).join("\n"));
    }
    if (said.hours) lines.push(hoursWords(data, said));
    lines.push(fill(says.agreed, { day: dayWords(w, fields.agreed_on), parties, review: dayWords(w, fields.review_by) }));
    lines.push(fill(says.recorded, { record: fields.record.trim() }));
    if (fields.why.trim()) lines.push(says.why + ":\n\n" + fields.why.trim());
    return lines.join("\n\n") + "\n";
  }

  const line = (data, { key, before, after }) => fill(data.says.line, { term: data.says.labels[key], before, after });
  function hoursWords(data, said) {
    const words = counted(data.words, data.says.hours, said.hours);
    return said.hoursNow && said.hoursNow !== said.hours ? `${words} ${counted(data.words, data.says.hours_now, said.hoursNow)}` : words;
  }

  globalThis.outboundProposal = { result, promise, line, hoursWords };
  if (typeof document !== "undefined") page();

  // The page: shows what comes of the form as text, never as markup.
  function page() {
    const form = document.querySelector("form.ob-propose"), $ = (id) => document.getElementById("p-" + id);
    if (!form) return;
    const data = JSON.parse(document.getElementById("p-data").textContent), touched = new Set();
    const here = new Date(), local = new Date(here - here.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
    const today = data.today || (local > data.as_of ? local : data.as_of);
    let waiting, asked = false;

    const named = (name) => [...form.querySelectorAll(`[name="${name}"]`)];
    const value = (name) => form.elements[name].value;
    const checked = (name) => named(name).filter((one) => one.checked).map((one) => one.value);
    const pair = (name) => [value(name), value(name + "_unit")];
    const fields = () => ({
      ...Object.fromEntries("from review_by agreed_on record why obligation counts coverage_at_least may_miss at_least per after".split(" ").map((name) => [name, value(name)])),
      given_by: checked("given_by"), agreed_with: checked("agreed_with"), teams: checked("teams"), only: checked("only"),
      all_teams: checked("all_teams")[0] !== "some", kind: checked("kind")[0] || "",
      at_most_apart: pair("at_most_apart"), grace: pair("grace"), away_at_least: pair("away_at_least"), before: pair("before"),
      within: named("within").map((one, at) => [one.value, named("within_unit")[at].value]),
      ...globalThis.outboundNewService?.fields(form),
    });

    function fit() {
      const now = fields(), alone = ["ordering", "leaving"].includes(now.after);
      for (const part of form.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== now.kind;
      for (const part of form.querySelectorAll("[data-after]")) part.hidden = part.dataset.after !== now.after;
      $("only").hidden = now.per !== "month";
      $("team-list").hidden = now.all_teams;
      named("within").forEach((one, at) => (one.closest(".ob-pair").hidden = alone && at > 0));
    }

    function fault(name, text) {
      const place = $(name + "-error");
      if (place.textContent !== text) place.textContent = text;
      place.hidden = !text;
      for (const one of named(name)) text ? one.setAttribute("aria-invalid", "true") : one.removeAttribute("aria-invalid");
    }

    const put = (id, text) => { if ($(id).textContent !== text) $(id).textContent = text; $(id).hidden = !text; };
    function list(id, items) {
      const rows = items.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
      $(id).querySelector("ul").replaceChildren(...rows);
      $(id).hidden = !items.length;
    }

    function show() {
      const now = fields(), said = (globalThis.outboundNewService || outboundProposal).result(data, now, today), wrong = Object.keys(said.errors);
      fit();
      for (const place of form.querySelectorAll('[id$="-error"]')) {
        const name = place.id.slice(2, -6);
        fault(name, asked || touched.has(name) ? said.errors[name] || "" : "");
      }
      put("sentence", said.sentence || data.says.unread);
      for (const way of ["tighter", "looser", "other"])
        list(way, said.changes.filter((one) => one.direction === way).map((one) => line(data, one)));
      put("same", said.same ? data.says.same : "");
      put("hours", said.hours ? hoursWords(data, said) : "");
      put("kept", said.kept);
      list("asks", said.sentence ? [...said.asks, data.says.asks_members] : []);
      $("done").hidden = !asked || wrong.length > 0;
      put("todo", asked && wrong.length ? counted(data.words, data.says.todo, wrong.length) : "");
      $("file").textContent = said.file;
      $("text").textContent = said.text;
      $("title").value = said.title;
      $("description").value = said.description;
      form.dispatchEvent(new CustomEvent("outbound:proposal", { bubbles: true, detail: said }));
      return wrong;
    }

    const later = () => { clearTimeout(waiting); waiting = setTimeout(show, 300); };
    form.addEventListener("input", () => { fit(); later(); });
    form.addEventListener("change", (event) => { touched.add(event.target.name.replace(/_unit$/, "")); later(); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      asked = true;
      const first = form.querySelector('[aria-invalid="true"]');
      if (show().length) (form.querySelector('[aria-invalid="true"]:not([hidden])') || first).focus();
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
    $("save").onclick = () => Object.assign(document.createElement("a"), {
      href: "data:application/yaml," + encodeURIComponent($("text").textContent),
      download: $("file").textContent.split("/").at(-1),
    }).click();
    form.hidden = false;
    document.querySelector(".ob-unscripted").hidden = true;
    show();
  }
})();
