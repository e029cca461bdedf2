"""What may be seen outside: figures of groups large enough, none that subtraction gives away, and how long logs are kept."""
