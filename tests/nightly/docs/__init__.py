"""Every page that shows commands, followed to the letter."""
