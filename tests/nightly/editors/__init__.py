"""An editor's help, by the language server that editors run."""
