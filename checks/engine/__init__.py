"""Owed days and touchpoints to windows, and windows to counts. Pure: no file, clock or environment.

Days inside are proleptic ordinals, and stretches of days are spans with both ends included. Nothing walks
day by day: owed days are counted by arithmetic on spans. Source: design.md, section 4.
"""
