"""What others keep, as touchpoints, stays and absences: calendars, tables, issue forms."""
