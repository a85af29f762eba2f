"""Which changes of the program the tests notice."""
