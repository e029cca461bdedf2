"""What takes long: everything that `make test` tries once or twice is tried many times here."""
