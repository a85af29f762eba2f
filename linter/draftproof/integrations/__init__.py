"""draftproof inside other programs' builds. Each module needs the program that it is named after."""
