"""What others keep, as touchpoints, stays and absences: calendars, tables, forms."""
