"""Other ways to the same numbers, each a script a careful user would write, run as a process of its own."""
