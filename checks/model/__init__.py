"""What may be written in files, one module a file; and dates, findings and errors."""
