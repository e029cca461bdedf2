"""JSON Schemas of the files people write, for their editors. Source: docs/adr/0017-schemas-for-editors.md."""
