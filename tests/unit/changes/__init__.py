"""A change held against what stood before: windows, logs, terms, and attempts to fool the gate."""
