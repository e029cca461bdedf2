// What a calendar program does to an entry, by ical.js: reads JSON from stdin, and writes the entry's text.
// {"text": …, "minutes": 30} moves it, {"make": {…}} makes one; without either it is read and written again.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const loaded = createRequire(process.cwd() + '/')('ical.js');
const ICAL = loaded.default ?? loaded;
const task = JSON.parse(readFileSync(0, 'utf8'));

function made({uid, start, end, title, people}) {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//ical.js//EN');
  const event = new ICAL.Component('vevent');
  event.addPropertyWithValue('uid', uid);
  event.addPropertyWithValue('summary', title);
  event.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(new Date(), true));
  event.addPropertyWithValue('dtstart', ICAL.Time.fromString(start));
  event.addPropertyWithValue('dtend', ICAL.Time.fromString(end));
  people.forEach((address, at) => event.addPropertyWithValue(at ? 'attendee' : 'organizer', `mailto:${address}`));
  calendar.addSubcomponent(event);
  return calendar;
}

function read(text, minutes) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
  if (minutes) {
    const length = ICAL.Duration.fromSeconds(minutes * 60);
    const [start, end] = [event.startDate.clone(), event.endDate.clone()];
    start.addDuration(length);
    end.addDuration(length);
    [event.startDate, event.endDate] = [start, end];
    event.sequence += 1;
  }
  event.component.updatePropertyWithValue('last-modified', ICAL.Time.fromJSDate(new Date(), true));
  event.component.updatePropertyWithValue('x-moz-generation', '1');
  return calendar;
}

process.stdout.write((task.make ? made(task.make) : read(task.text, task.minutes)).toString());
