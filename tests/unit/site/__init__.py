"""The pages as text, before a site is built of them."""
