"""Answers by mail against a real IMAP server, and runs that are killed in between."""
