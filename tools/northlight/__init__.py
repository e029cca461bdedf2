"""Write the touchpoint logs of Northlight, the fictional organisation of the example.

The logs are invented, so they come from a program and not from a person: whoever changes a roster or a term
runs it again, and a reader can see that nobody real stands behind a row. Rosters, pauses and service ids are
read; what the teams make of them is the story told by the tables of `story.py`. Harbour, Breakwater, Meridian and
Compass keep what was agreed, Landfall slips after a change of leader, Sounding waits to be asked.

Every choice comes from a `random.Random` seeded with the team and the service, so the bytes are the same on each
run and machine, and a change in one team leaves the logs of the others alone.

Usage: python -m tools.northlight [--check]
"""
