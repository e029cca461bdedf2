"""Owed days and touchpoints to windows: what was owed to whom, and whether it took place.

Days are proleptic ordinals and stretches of days are spans with both ends included. Nothing here
walks day by day: owed days are counted by arithmetic on spans. Source: design.md, section 4.
"""
