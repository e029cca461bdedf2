"""The command whole: its text and its exit status, as a process."""
