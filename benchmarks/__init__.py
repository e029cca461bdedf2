"""Ratios measured within one run; nothing here is a test."""
