"""Whom to invite next, by when, and in which week."""
