// A second opinion on recurrence, by ical.js: reads a calendar a line as JSON, and writes its occurrences.
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {createRequire} from 'node:module';

const loaded = createRequire(process.cwd() + '/')('ical.js');
const ICAL = loaded.default ?? loaded;

function registerZones(text) {
  for (const zone of new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue('tzid'));
  }
}

function placed(time, floating) {
  if (!time.isDate && time.zone === ICAL.Timezone.localTimezone) {
    time = time.clone();
    time.zone = ICAL.TimezoneService.get(floating);
  }
  return time;
}

const two = (number) => String(number).padStart(2, '0');
const dayOf = (time) => `${time.year}-${two(time.month)}-${two(time.day)}`;

function recurrenceOf(time, floating) {
  if (time.isDate) {
    return dayOf(time).replaceAll('-', '');
  }
  return new Date(placed(time, floating).toUnixTime() * 1000)
    .toISOString().replace(/[-:]|\.\d+/g, '');
}

function dayHere(time, floating, here) {
  return dayOf(time.isDate ? time : placed(time, floating).convertToZone(ICAL.TimezoneService.get(here)));
}

function occurrences({text, last, here, floating}) {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')
    .map((one) => new ICAL.Event(one, {exceptions: []}));
  const masters = events.filter((one) => !one.isRecurrenceException());
  const found = [];
  const add = (event, recurrence, start) => found.push({
    uid: event.uid, recurrence, day: dayHere(start, floating, here),
    status: event.component.getFirstPropertyValue('status') ?? '',
  });
  for (const master of masters) {
    const changed = events.filter((one) => one.isRecurrenceException() && one.uid === master.uid);
    changed.forEach((one) => master.relateException(one));
    if (!master.isRecurring()) {
      add(master, '', master.startDate);
      continue;
    }
    if (!master.component.hasProperty('rrule')) {
      // RFC 5545, 3.8.5.2: the start belongs to a series of dates; ical.js leaves it out where there is no rule.
      add(master, recurrenceOf(master.startDate, floating), master.startDate);
    }
    const iterator = master.iterator();
    const limit = ICAL.Time.fromDateString(last);
    for (let next = iterator.next(), n = 0; next && next.compareDateOnlyTz(limit, ICAL.Timezone.utcTimezone) <= 0 && n < 5000; next = iterator.next(), n++) {
      const detail = master.getOccurrenceDetails(next);
      add(detail.item, recurrenceOf(next, floating), detail.startDate);
    }
  }
  return found;
}

registerZones(readFileSync(new URL('zones.ics', import.meta.url), 'utf8'));
for await (const line of createInterface({input: process.stdin})) {
  process.stdout.write(JSON.stringify(occurrences(JSON.parse(line))) + '\n');
}
