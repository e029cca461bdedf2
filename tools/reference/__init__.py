"""The reference pages of docs/reference, made from what they describe: commands, models, schemas and layers."""
