"""Findings and figures in each format."""
