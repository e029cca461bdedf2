"""Calendars, tables and issues: what is read of them and what becomes of it."""
