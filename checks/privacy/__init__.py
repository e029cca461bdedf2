"""What may be seen outside: figures of groups large enough, and none that subtraction gives away."""
