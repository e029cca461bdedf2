"""What the pages say, in each language: a value that is handed on, and the catalogues it is made from.

Messages are whole sentences in English, in the code and the templates that say them; a catalogue has
them in another language. Source: docs/adr/0023-languages.md.
"""

LANGUAGES = ("en", "fi", "sv")
"""Languages the pages speak. English needs no catalogue: it is what the code says."""
