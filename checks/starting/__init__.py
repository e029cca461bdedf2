"""From nothing to a playbook: what a new repository holds, from a catalogue of services and a few choices."""
