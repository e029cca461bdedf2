"""Outbound in practice."""
