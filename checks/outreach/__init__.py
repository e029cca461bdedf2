"""Outbound in practice: whom to invite, by when, in which week, and one polite reminder."""
