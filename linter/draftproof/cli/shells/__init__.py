"""Completion scripts, made of the command lines as they are; a module for each shell.

A script knows commands, options and fixed values, and leaves the rest to the completion of file names. It
starts nothing: draftproof is not run when a key is pressed.
"""
