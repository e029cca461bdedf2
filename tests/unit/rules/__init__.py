"""Each rule where it speaks and where it is silent."""
