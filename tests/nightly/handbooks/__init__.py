"""The playbook as a guest: handbooks of many kinds, each built with it and without."""
