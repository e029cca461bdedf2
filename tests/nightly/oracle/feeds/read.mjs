// Reads a calendar with ical.js and prints its entries as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf-8")));
const events = calendar.getAllSubcomponents("vevent").map((one) => {
  const event = new ICAL.Event(one);
  return { uid: event.uid, summary: event.summary, day: event.startDate.toString(), text: event.description };
});
console.log(JSON.stringify(events));
