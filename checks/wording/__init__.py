"""Every word and number format a user meets, in each language. Source: docs/adr/0023-languages.md."""
