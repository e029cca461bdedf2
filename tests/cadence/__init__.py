"""Owed days and touchpoints to windows."""
