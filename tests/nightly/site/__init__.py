"""The built site as a whole: every page, in a real browser, in every language."""
