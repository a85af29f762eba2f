"""The only part of the program that opens a connection."""
