"""What `make bench-peers` is made of. Standard library only."""
